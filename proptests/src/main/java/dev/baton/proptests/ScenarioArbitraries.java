package dev.baton.proptests;

import dev.baton.explore.scenario.ScenarioWorkload;
import dev.baton.sim.fault.Fault;
import dev.baton.sim.kms.Presentation;
import dev.baton.sim.scenario.DeviceSpec;
import dev.baton.sim.scenario.DeviceSpec.AudioSpec;
import dev.baton.sim.scenario.DeviceSpec.CpuSpec;
import dev.baton.sim.scenario.DeviceSpec.DisplaySpec;
import dev.baton.sim.scenario.DeviceSpec.GpuSpec;
import dev.baton.sim.scenario.DeviceSpec.Ordering;
import dev.baton.sim.scenario.FaultSpec;
import dev.baton.sim.scenario.FaultSpec.At;
import dev.baton.sim.scenario.FaultSpec.AtTime;
import dev.baton.sim.scenario.FaultSpec.Chance;
import dev.baton.sim.scenario.FaultSpec.When;
import dev.baton.sim.scenario.JobSpec;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.Size;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

import java.util.List;
import java.util.stream.Stream;

/**
 * Arbitraries of the records that scenarios are made of, and of whole scenarios: for {@link
 * ScenarioWorkload#of} and an {@link dev.baton.explore.Exploration}, which shrinks them.
 *
 * <p>Any thread.
 *
 * @since 0.1
 */
public final class ScenarioArbitraries {
    /** Of displays, and of the pictures that they show. */
    static final Size SCREEN = new Size(32, 18);

    private static final int RINGS_MAX = 2;
    private static final long RESET_NANOS = 5_000_000;
    private static final long TIMEOUT_NANOS = 100_000_000;
    private static final int PER_MILLION = 1_000_000;

    private ScenarioArbitraries() {}

    /**
     * GPUs of one or two rings. Edge cases: one ring that takes one job at once and tells it at once.
     *
     * @param name of each of them
     * @return with interrupts of any latency
     */
    public static Arbitrary<GpuSpec> gpus(String name) {
        return Combinators.combine(
                        Arbitraries.integers().between(1, RINGS_MAX),
                        Arbitraries.integers().between(1, RINGS_MAX),
                        BatonArbitraries.latencies())
                .as((rings, credits, interrupt) -> new GpuSpec(
                        name,
                        rings,
                        credits,
                        interrupt,
                        TIMEOUT_NANOS,
                        RESET_NANOS,
                        Ordering.CPU,
                        null));
    }

    /**
     * CPU threads.
     *
     * @param name of each of them
     * @return with wake-ups of any latency
     */
    public static Arbitrary<CpuSpec> cpus(String name) {
        return BatonArbitraries.latencies().map(wakeup -> new CpuSpec(name, wakeup));
    }

    /**
     * Displays of 24 to 120 Hz.
     *
     * @param name of each of them
     * @return all ways of presentation, with clocks that drift a little
     */
    public static Arbitrary<DisplaySpec> displays(String name) {
        return Combinators.combine(
                        Arbitraries.of(8_333_333L, BatonArbitraries.NANOS_MAX, 41_666_667L),
                        Arbitraries.of(0, -50, 50),
                        Arbitraries.of(Presentation.class))
                .as((periodNanos, ppm, presentation) -> new DisplaySpec(
                        name, SCREEN, periodNanos, ppm, presentation, 1, Ordering.CPU, null));
    }

    /**
     * Devices of any kind that takes jobs of its own accord: GPUs, CPU threads and displays.
     *
     * @param name of each of them
     * @return all of them
     */
    public static Arbitrary<DeviceSpec> devices(String name) {
        return Arbitraries.oneOf(gpus(name), cpus(name), displays(name));
    }

    /**
     * Faults that can strike a scenario: F1 to F12 anywhere, and the early release on displays. Edge
     * cases: each kind at the first and at the last iteration that is explored of a job, and at the
     * very beginning.
     *
     * @param scenario that has the devices and the jobs; its own faults do not matter
     * @return once, at a time, or by chance
     */
    public static Arbitrary<FaultSpec> faults(Scenario scenario) {
        List<DeviceSpec> struck = scenario.devices().stream()
                .filter(device -> !(device instanceof AudioSpec))
                .toList();
        long last = ScenarioWorkload.ITERATIONS_MAX - 1;
        Arbitrary<FaultSpec> once = Combinators.combine(
                        Arbitraries.of(scenario.jobs()),
                        Arbitraries.of(Fault.class),
                        Arbitraries.longs().between(0, last))
                .as((job, kind, iteration) ->
                        of(job, fitting(kind, scenario, job.on()), iteration));
        Arbitrary<When> times = Arbitraries.oneOf(
                BatonArbitraries.durationsNanos()
                        .map(nanos -> new AtTime(nanos % scenario.forNanos())),
                Arbitraries.integers().between(1, PER_MILLION).map(Chance::new));
        Arbitrary<FaultSpec> anyJob = Combinators.combine(
                        Arbitraries.of(struck), Arbitraries.of(Fault.class), times)
                .as((device, kind, when) -> new FaultSpec(
                        fitting(kind, scenario, device.name()), device.name(), null, when));
        List<FaultSpec> edges = scenario.jobs().stream()
                .limit(1)
                .flatMap(job -> Stream.of(Fault.values())
                        .filter(kind -> fitting(kind, scenario, job.on()) == kind)
                        .flatMap(kind -> Stream.of(
                                of(job, kind, 0),
                                of(job, kind, last),
                                new FaultSpec(kind, job.on(), null, new AtTime(0)))))
                .toList();
        return EdgeCases.of(Arbitraries.frequencyOf(Tuple.of(3, once), Tuple.of(1, anyJob)), edges);
    }

    private static FaultSpec of(JobSpec job, Fault kind, long iteration) {
        return new FaultSpec(kind, job.on(), job.name(), new At(iteration));
    }

    /** The kind, or another one if the device cannot have it. */
    private static Fault fitting(Fault kind, Scenario scenario, String device) {
        boolean display = scenario.devices().stream()
                .anyMatch(it -> it instanceof DisplaySpec && it.name().equals(device));
        return kind == Fault.EARLY_RELEASE && !display ? Fault.F1_HUNG : kind;
    }

    /**
     * Whole scenarios: a few jobs of a GPU and a CPU on a few pools, perhaps with a screen that the
     * GPU draws, and up to two faults. All of them are accepted by {@link
     * dev.baton.sim.scenario.ScenarioReader} when written.
     *
     * @return what a sound engine survives: no law broken, no deadlock
     */
    public static Arbitrary<Scenario> scenarios() {
        return ScenarioDraft.scenarios()
                .withoutEdgeCases()
                .flatMap(scenario -> faults(scenario).list().ofMaxSize(2).map(scenario::withFaults))
                .withoutEdgeCases();
    }
}
