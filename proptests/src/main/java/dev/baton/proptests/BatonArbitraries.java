package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.explore.Attempt;
import dev.baton.explore.strategy.Strategy;
import dev.baton.proptests.PlannedJob.Times;
import dev.baton.sim.Latency;
import dev.baton.sim.scenario.Spread;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Arbitraries of what Baton works with, to be combined with others: access sets, jobs, pipelines,
 * latencies and schedules here, devices, faults and scenarios in {@link ScenarioArbitraries}. {@link
 * BatonDomain} has them all for parameters.
 *
 * <p>Their edge cases are where schedulers of buffers go wrong, and jqwik tries them first. They
 * shrink to fewer jobs with fewer wishes; what only shrinks together with a schedule is {@link
 * dev.baton.explore.Shrinker}'s, so let a property that explores have {@code shrinking = OFF}.
 *
 * <p>Any thread.
 *
 * @since 0.1
 */
public final class BatonArbitraries {
    /** Buffers of a pipeline, unless said otherwise. */
    public static final int BUFFERS = 4;

    /** At most so many jobs has a pipeline. */
    public static final int JOBS_MAX = 12;

    /** At most so many wishes has a job. */
    public static final int WISHES_MAX = 6;

    /** Times are at most so long: one frame at 60 Hz. */
    public static final long NANOS_MAX = 16_666_667;

    /** The 99th percentile is at most so many medians: a longer tail has draws of many seconds. */
    private static final long TAIL_MAX = 10;

    private static final int STEPS_MAX = 1_000;
    private static final long TICK_NANOS = 1_000_000;

    private BatonArbitraries() {}

    /**
     * How buffers are used: mostly in order.
     *
     * @return all modes
     */
    public static Arbitrary<AccessMode> accessModes() {
        return Arbitraries.frequency(
                Tuple.of(9, AccessMode.EXCLUSIVE),
                Tuple.of(9, AccessMode.SHARED),
                Tuple.of(1, AccessMode.UNORDERED));
    }

    /**
     * What a job wants, in the order in which naive code would take it. Edge cases: nothing; one
     * buffer; one twice, in either mode first; the last before the first; all of them, exclusively,
     * shared, and with one writer.
     *
     * @param buffers how many there are, at least 1
     * @return lists of at most {@link #WISHES_MAX} wishes, or one for each buffer if that is more
     */
    public static Arbitrary<List<Wish>> accessSets(int buffers) {
        int last = buffers - 1;
        Arbitrary<List<Wish>> any = Combinators.combine(
                        Arbitraries.integers().between(0, last), accessModes())
                .as(Wish::new)
                .list()
                .ofMaxSize(Math.max(WISHES_MAX, buffers));
        List<Wish> oneWriter = new ArrayList<>(all(last, AccessMode.SHARED));
        oneWriter.add(writes(last));
        return EdgeCases.of(
                any,
                List.of(),
                List.of(writes(0)),
                List.of(reads(0)),
                List.of(writes(0), reads(0)),
                List.of(reads(0), writes(0)),
                List.of(writes(last), writes(0)),
                all(buffers, AccessMode.EXCLUSIVE),
                all(buffers, AccessMode.SHARED),
                List.copyOf(oneWriter));
    }

    /**
     * How long things take, and when: mostly whole milliseconds, so that much falls together. Edge
     * cases: no time at all, one nanosecond, the longest.
     *
     * @return from 0 to {@link #NANOS_MAX}
     */
    public static Arbitrary<Long> durationsNanos() {
        Arbitrary<Long> ticks = Arbitraries.longs()
                .between(0, NANOS_MAX / TICK_NANOS)
                .map(tick -> tick * TICK_NANOS);
        Arbitrary<Long> any = Arbitraries.frequencyOf(
                Tuple.of(4, ticks), Tuple.of(1, Arbitraries.longs().between(0, NANOS_MAX)));
        return EdgeCases.of(any, 0L, 1L, NANOS_MAX);
    }

    /**
     * Jobs with times: most are to be granted as soon as they can be.
     *
     * @param buffers how many there are
     * @return jobs
     */
    public static Arbitrary<PlannedJob> jobs(int buffers) {
        Arbitrary<Long> mostlyNone = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(0L)), Tuple.of(1, durationsNanos()));
        Arbitrary<Long> mostlyNever = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(Times.NEVER)), Tuple.of(1, durationsNanos()));
        Arbitrary<Times> times = Combinators.combine(
                        durationsNanos(), durationsNanos(), mostlyNone, mostlyNever)
                .as(BatonArbitraries::times);
        return Combinators.combine(accessSets(buffers), times).as(PlannedJob::new);
    }

    /**
     * Pipelines of {@link #BUFFERS} buffers.
     *
     * @return as {@link #pipelines(int)}
     */
    public static Arbitrary<Pipeline> pipelines() {
        return pipelines(BUFFERS);
    }

    /**
     * Pipelines. Edge cases are those of {@link PipelineEdges}: one buffer for all; two in opposite
     * order; rings; one reader among writers, and one writer among readers; a job that expires at the
     * instant of its grant; no time between anything.
     *
     * @param buffers how many there are, at least 2
     * @return of 1 to {@link #JOBS_MAX} jobs
     */
    public static Arbitrary<Pipeline> pipelines(int buffers) {
        Arbitrary<Pipeline> any = jobs(buffers)
                .list()
                .ofMinSize(1)
                .ofMaxSize(JOBS_MAX)
                .map(jobs -> new Pipeline(buffers, jobs));
        return EdgeCases.of(any, PipelineEdges.of(buffers));
    }

    /**
     * How long something takes in a scenario. Edge cases: no time at all; a distribution of no width,
     * and one with a long tail.
     *
     * @return fixed and drawn ones, of at most {@link #NANOS_MAX} at the 99th percentile
     */
    public static Arbitrary<Spread> latencies() {
        Arbitrary<Spread> drawn = Combinators.combine(
                        Arbitraries.longs().between(1, NANOS_MAX / TAIL_MAX),
                        Arbitraries.longs().between(1, TAIL_MAX))
                .as((p50Nanos, tail) -> new Spread.Drawn(new Latency(p50Nanos, p50Nanos * tail)));
        return EdgeCases.of(
                Arbitraries.oneOf(durationsNanos().map(Spread.Fixed::new), drawn),
                new Spread.Fixed(0),
                new Spread.Drawn(new Latency(TICK_NANOS, TICK_NANOS)),
                new Spread.Drawn(new Latency(TICK_NANOS, TAIL_MAX * TICK_NANOS)));
    }

    /**
     * Schedules: a strategy with its seed. Edge cases: each strategy with seed 0.
     *
     * @return all strategies that make one schedule of a seed
     */
    public static Arbitrary<Attempt> schedules() {
        Arbitrary<Attempt> any = Combinators.combine(
                        Arbitraries.of(Strategy.PORTFOLIO),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(1, STEPS_MAX))
                .as(Attempt::new);
        return EdgeCases.of(
                any,
                Strategy.PORTFOLIO.stream()
                        .map(strategy -> new Attempt(strategy, 0, 1))
                        .toList());
    }

    /** A job expires after it could have been granted, or it would be refused (S8). */
    private static Times times(long submit, long takes, long notBefore, long patience) {
        long expires = patience == Times.NEVER ? Times.NEVER : notBefore + Math.max(1, patience);
        return new Times(submit, takes, notBefore, expires);
    }

    static Wish writes(int buffer) {
        return new Wish(buffer, AccessMode.EXCLUSIVE);
    }

    static Wish reads(int buffer) {
        return new Wish(buffer, AccessMode.SHARED);
    }

    static List<Wish> all(int buffers, AccessMode mode) {
        return IntStream.range(0, buffers)
                .mapToObj(buffer -> new Wish(buffer, mode))
                .toList();
    }
}
