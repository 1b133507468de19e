package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.PoisonPolicy;
import dev.baton.sim.gpu.Priority;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.scenario.BufferSpec;
import dev.baton.sim.scenario.BufferUse;
import dev.baton.sim.scenario.DeviceSpec;
import dev.baton.sim.scenario.Expectation;
import dev.baton.sim.scenario.JobSpec;
import dev.baton.sim.scenario.JobSpec.Sync;
import dev.baton.sim.scenario.JobSpec.Work;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.Spread;
import dev.baton.sim.scenario.Trigger;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A scenario before its jobs know each other. */
final class ScenarioDraft {
    private static final String GPU = "gpu";
    private static final String CPU = "app";
    private static final String DISPLAY = "display";
    private static final String SCREEN = "screen";
    private static final List<BufferUse> SCREENS = List.of(BufferUse.ofIteration(SCREEN));
    private static final int POOLS = 3;
    private static final int POOL_COUNT_MAX = 3;
    private static final int JOBS_MAX = 5;
    private static final long POOL_BYTES = 4096;
    private static final long FOR_NANOS = 50_000_000;
    private static final long SETTLE_NANOS = 1_000_000_000;

    /** What makes a job be submitted. */
    private enum Cause {
        TIME,
        WITH,
        AFTER
    }

    /** A job that does not know yet which one is before it. */
    private record Draft(PlannedJob job, String on, Cause cause, Spread takes) {}

    private ScenarioDraft() {}

    static Arbitrary<Scenario> scenarios() {
        Arbitrary<Draft> drafts = Combinators.combine(
                        BatonArbitraries.jobs(POOLS),
                        Arbitraries.of(GPU, CPU),
                        Arbitraries.of(Cause.class),
                        BatonArbitraries.latencies())
                .as(Draft::new);
        Arbitrary<List<DeviceSpec>> devices = Combinators.combine(
                        ScenarioArbitraries.gpus(GPU),
                        ScenarioArbitraries.cpus(CPU),
                        ScenarioArbitraries.displays(DISPLAY).injectNull(0.5))
                .as((gpu, cpu, display) ->
                        display == null ? List.of(gpu, cpu) : List.of(gpu, cpu, display));
        return Combinators.combine(
                        Arbitraries.integers().between(1, POOL_COUNT_MAX).list().ofSize(POOLS),
                        devices,
                        drafts.list().ofMinSize(1).ofMaxSize(JOBS_MAX))
                .as(ScenarioDraft::scenario);
    }

    private static Scenario scenario(
            List<Integer> counts, List<DeviceSpec> devices, List<Draft> drafts) {
        List<BufferSpec> pools = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            BufferSpec.Blob content = new BufferSpec.Blob(POOL_BYTES);
            pools.add(new BufferSpec(pool(i), counts.get(i), content, Scenario.SYSTEM_HEAP));
        }
        List<JobSpec> jobs = new ArrayList<>();
        drafts.forEach(draft -> jobs.add(job(draft, jobs)));
        if (devices.stream().anyMatch(device -> device.name().equals(DISPLAY))) {
            BufferSpec.Picture content =
                    new BufferSpec.Picture(PixelFormat.XR24, ScenarioArbitraries.SCREEN, false);
            pools.add(new BufferSpec(SCREEN, POOL_COUNT_MAX, content, Scenario.SYSTEM_HEAP));
            jobs.add(render());
            jobs.add(flip());
        }
        return new Scenario(
                "generated",
                "A generated scenario.",
                1,
                FOR_NANOS,
                SETTLE_NANOS,
                List.of(),
                pools,
                List.of(),
                devices,
                jobs,
                List.of(),
                List.of(new Expectation(Measure.DEADLOCK, 0, 0, "false")));
    }

    private static String pool(int number) {
        return "pool-" + number;
    }

    private static JobSpec job(Draft draft, List<JobSpec> before) {
        PlannedJob.Times times = draft.job.times();
        return new JobSpec(
                "job-" + (before.size() + 1),
                draft.on,
                trigger(draft.cause, times.submitNanos(), before),
                null,
                Long.MAX_VALUE,
                buffers(
                        uses(draft.job, AccessMode.SHARED),
                        uses(draft.job, AccessMode.EXCLUSIVE),
                        uses(draft.job, AccessMode.UNORDERED),
                        List.of()),
                new Work(Work.Kind.NONE, draft.takes),
                context("job-" + (before.size() + 1)),
                sync(times.notBeforeNanos(), times.expiresNanos()));
    }

    private static JobSpec.Buffers buffers(
            List<BufferUse> reads,
            List<BufferUse> writes,
            List<BufferUse> unordered,
            List<BufferUse> shows) {
        return new JobSpec.Buffers(reads, writes, unordered, shows, JobSpec.Acquire.ATOMIC, null);
    }

    private static JobSpec.Context context(String job) {
        return new JobSpec.Context(job, 0, Priority.NORMAL);
    }

    private static Sync sync(long notBeforeNanos, long expiresNanos) {
        return new Sync(
                List.of(),
                notBeforeNanos,
                expiresNanos,
                Sync.NEVER,
                Sync.NEVER,
                PoisonPolicy.RUN,
                null,
                0);
    }

    /** A time is a period, too: nobody comes more often than each millisecond. */
    private static Trigger trigger(Cause cause, long nanos, List<JobSpec> before) {
        if (cause == Cause.TIME || before.isEmpty()) {
            return new Trigger.Every(1_000_000 + nanos, nanos / 2);
        }
        String last = before.get(before.size() - 1).name();
        return cause == Cause.WITH ? new Trigger.With(last) : new Trigger.After(last);
    }

    /** A pool that is named twice is used in the stronger mode. */
    private static List<BufferUse> uses(PlannedJob job, AccessMode mode) {
        return IntStream.range(0, POOLS)
                .filter(pool -> job.mode(pool) == mode)
                .mapToObj(pool -> BufferUse.ofIteration(pool(pool)))
                .toList();
    }

    private static JobSpec render() {
        return new JobSpec(
                "render",
                GPU,
                new Trigger.Next("flip", 2),
                null,
                Long.MAX_VALUE,
                buffers(List.of(), SCREENS, List.of(), List.of()),
                new Work(Work.Kind.STAMP, new Spread.Fixed(BatonArbitraries.NANOS_MAX / 2)),
                context("render"),
                sync(0, Sync.NEVER));
    }

    private static JobSpec flip() {
        return new JobSpec(
                "flip",
                DISPLAY,
                new Trigger.With("render"),
                null,
                Long.MAX_VALUE,
                buffers(List.of(), List.of(), List.of(), SCREENS),
                new Work(Work.Kind.NONE, null),
                context("flip"),
                sync(0, Sync.NEVER));
    }
}
