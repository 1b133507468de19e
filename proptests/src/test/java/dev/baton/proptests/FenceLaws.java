package dev.baton.proptests;

import dev.baton.proptests.FenceWorkload.Advance;
import dev.baton.proptests.FenceWorkload.AnyOf;
import dev.baton.proptests.FenceWorkload.Ask;
import dev.baton.proptests.FenceWorkload.Await;
import dev.baton.proptests.FenceWorkload.Close;
import dev.baton.proptests.FenceWorkload.Merge;
import dev.baton.proptests.FenceWorkload.Operation;
import dev.baton.proptests.FenceWorkload.Promise;
import dev.baton.proptests.FenceWorkload.Signal;
import dev.baton.proptests.FenceWorkload.Submit;
import dev.baton.proptests.FenceWorkload.SubmitDevice;
import dev.baton.proptests.FenceWorkload.Tick;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Random operations on timelines and fences do what the model says, after every step. */
@Tag("S9")
class FenceLaws {
    private static final int OPERATIONS_MAX = 80;
    private static final int TIMELINES_MAX = 32;

    /** Three of these are beyond 31 bits, and six beyond 32. */
    private static final long STEP = (1L << 31) / 3 + 1;

    private final Arbitrary<Integer> any = Arbitraries.integers().between(0, OPERATIONS_MAX);

    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    @Tag("S8")
    void timelinesAndSnapshotsDoWhatTheModelSays(@ForAll("workloads") FenceWorkload workload) {
        boolean waited = new FenceRun(workload).check();
        Statistics.label("some fence was pending")
                .collect(waited)
                .coverage(coverage -> coverage.check(true).percentage(share -> share > 20));
    }

    @Provide
    Arbitrary<FenceWorkload> workloads() {
        Arbitrary<Operation> operation = Arbitraries.frequencyOf(
                Tuple.of(10, submissions()),
                Tuple.of(8, endings()),
                Tuple.of(10, questions()),
                Tuple.of(1, any.map(Close::new)));
        return Combinators.combine(
                        Arbitraries.of(1, 2, 4, TIMELINES_MAX),
                        operation.list().ofMinSize(5).ofMaxSize(OPERATIONS_MAX))
                .as(FenceWorkload::new);
    }

    private static Arbitrary<Long> points() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(-1, 1))
                .as((steps, offset) -> Math.max(0, steps * STEP + offset));
    }

    private Arbitrary<Operation> submissions() {
        return Arbitraries.oneOf(
                Combinators.combine(any, points()).as(Promise::new),
                Combinators.combine(any, points()).as(SubmitDevice::new),
                Combinators.combine(any, points(), any).as(Submit::new));
    }

    private Arbitrary<Operation> endings() {
        Arbitrary<Boolean> failing = Arbitraries.of(false, false, true);
        return Arbitraries.oneOf(
                Combinators.combine(any, failing).as(Signal::new),
                Combinators.combine(any, points()).as(Advance::new),
                Arbitraries.integers().between(1, 3).map(Tick::new));
    }

    private Arbitrary<Operation> questions() {
        Arbitrary<Integer> ticks = Arbitraries.integers().between(1, 5);
        return Arbitraries.oneOf(
                Combinators.combine(any, points()).as(Ask::new),
                Combinators.combine(any, points(), ticks, Arbitraries.of(true, false))
                        .as(Await::new),
                any.list().ofMaxSize(6).map(Merge::new),
                any.list().ofMaxSize(4).map(AnyOf::new));
    }
}
