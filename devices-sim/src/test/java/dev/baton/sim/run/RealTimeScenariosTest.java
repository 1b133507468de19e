package dev.baton.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.scenario.DeviceSpec.DisplaySpec;
import dev.baton.sim.scenario.Expectation;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioReader;
import dev.baton.sim.scenario.Scenarios;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The bundled scenarios on threads: times are not judged, laws, ends and pixels are. */
class RealTimeScenariosTest {
    /** Their threads mostly sleep. */
    private static final int AT_A_TIME = 8;

    private static final long FOR_NANOS = 2_000_000_000;
    private static final long SETTLE_NANOS = 600_000_000;

    /** Whether jobs are left for ever is up to their threads; no other law may break. */
    private static final Set<String> MAY_DEADLOCK =
            Set.of("circular-allocator-wait", "iommu-exhaustion-incremental", "one-by-one");

    /**
     * Their pictures may be torn: of the one it is the story; of the other, which hardware orders,
     * those that a GPU was drawing when it was taken from its client, as they are shown half drawn.
     */
    private static final Set<String> MAY_TEAR =
            Set.of("release-before-scanout", "killed-in-hardware");

    @Test
    @Timeout(60)
    @Tag("S13")
    @Tag("S17")
    void everyJobEndsUnderEveryLawAndNoPictureIsTorn() throws Exception {
        ExecutorService runs = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            Map<String, Future<RunReport>> reports = new LinkedHashMap<>();
            for (String name : Scenarios.names()) {
                Scenario scenario = Scenarios.read(name);
                reports.put(name, runs.submit(() -> run(scenario)));
            }
            for (Future<RunReport> report : reports.values()) {
                judge(report.get());
            }
        } finally {
            runs.shutdownNow();
        }
    }

    /** The GPU's client dies while the hardware has its jobs, which comes back as a zombie. */
    @Test
    @Timeout(60)
    @Tag("S12")
    void everyJobEndsUnderEveryLawIfHardwareOrdersItself() throws Exception {
        try (InputStream in = Scenarios.open("killed-client")) {
            String file = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("name: killed-client", "name: killed-in-hardware")
                    .replace("kind: gpu", "kind: gpu, order: hardware")
                    .replace("kind: display", "kind: display, order: hardware")
                    .replace("crash, on: victim, at: 1005ms", "zombie, on: gpu, at: 500ms")
                    .replace("  stale: 0\n", ""); // a flip may show what the dead have not drawn
            Scenario scenario = ScenarioReader.read(
                    "hardware.yaml",
                    new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
            judge(run(scenario));
            // Whether the fault finds an occasion on threads is up to the machine.
            RunOptions virtual =
                    new RunOptions(1, Clock.VIRTUAL, scenario.forNanos(), 0, nanos -> {});
            assertThat(ScenarioRun.run(scenario, virtual).faults()).containsValue(1L);
        }
    }

    private static RunReport slow(String takes) throws Exception {
        String file = """
                baton: 1
                name: slow
                story: One job takes longer than the time to settle.
                for: 100ms
                settle: 100ms
                devices:
                  app: {kind: cpu, wakeup: 5ms}
                jobs:
                  work: {on: app, every: 1s, takes: %s}
                expect: {completed: 1}
                """.formatted(takes);
        Scenario scenario = ScenarioReader.read(
                "slow.yaml", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        return ScenarioRun.run(
                scenario, new RunOptions(1, Clock.REAL, scenario.forNanos(), 0, nanos -> {}));
    }

    @Test
    @Timeout(60)
    void aRunGoesOnUntilAllHasEnded() throws Exception {
        RunReport report = slow("700ms");
        assertThat(report.figures().of(Measure.COMPLETED)).isEqualTo(1);
        assertThat(report.isFine()).isTrue();
    }

    @Test
    @Timeout(60)
    void aRunInWhichNothingEndedIsNotFine() throws Exception {
        RunReport report = slow("3600s");
        assertThat(report.missed())
                .containsExactly(
                        "no job has ended; run for longer",
                        "1 jobs have not ended, so the run is not complete");
        assertThat(report.isFine()).isFalse();
    }

    private static RunReport run(Scenario scenario) {
        Scenario shorter = new Scenario(
                scenario.name(),
                scenario.story(),
                scenario.seed(),
                FOR_NANOS,
                SETTLE_NANOS,
                scenario.heaps(),
                scenario.buffers(),
                scenario.iommus(),
                scenario.devices(),
                scenario.jobs(),
                scenario.faults(),
                scenario.expectations());
        RunOptions options = new RunOptions(scenario.seed(), Clock.REAL, FOR_NANOS, 0, nanos -> {});
        return ScenarioRun.run(shorter, options);
    }

    private static void judge(RunReport report) {
        String name = report.scenario().name();
        if (MAY_DEADLOCK.contains(name) && report.figures().of(Measure.DEADLOCK) > 0) {
            assertThat(report.laws().violations())
                    .as(name)
                    .allMatch(violation -> violation.law().equals("nothing-left"));
            assertThat(report.laws().complete()).as(name).isTrue();
            if (!report.circle().isEmpty()) {
                assertThat(report.missed()).as(name).isEmpty();
            }
            return;
        }
        assertThat(report.laws().violations()).as(name).isEmpty();
        assertThat(report.laws().complete()).as(name).isTrue();
        assertThat(report.figures().of(Measure.SUBMITTED)).as(name).isPositive();
        assertThat(report.missed()).as(name).isEmpty();
        if (report.scenario().devices().stream().anyMatch(DisplaySpec.class::isInstance)) {
            assertThat(report.latencies()).as(name).containsKey(Span.INTERRUPT);
        }
        assertThat(report.figures().of(Measure.DEADLOCK)).as(name).isZero();
        for (Expectation expected : report.scenario().expectations()) {
            Measure measure = expected.measure();
            boolean ofPixels = measure == Measure.TORN || measure == Measure.STALE;
            if (ofPixels && expected.isMet(0) && !expected.isMet(1) && !MAY_TEAR.contains(name)) {
                assertThat(report.figures().of(measure))
                        .as("%s %s", name, measure)
                        .isZero();
            }
        }
    }
}
