package dev.baton.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.fault.Fault;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioReader;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every fault from a scenario file, at every kind of device, in each of the ways to say when. */
@Timeout(60)
class FaultScenariosTest {
    private static final int ITERATION = 7;
    private static final long[] SEEDS = {1, 2};

    private static final String TEMPLATE = """
            baton: 1
            name: faults
            story: A camera, a GPU, a display and a CPU, one of them with a fault.
            for: 600ms
            settle: 2s
            buffers:
              raw: {count: 4, format: XR24, size: 64x36}
              screen: {count: 6, format: XR24, size: 64x36}
            devices:
              camera: {kind: capture, rate: 60Hz}
              gpu: {kind: gpu, interrupt: 50us}
              display: {kind: display, refresh: 60Hz, size: 64x36, presentation: %s}
              app: {kind: cpu, wakeup: 200us}
            jobs:
              capture: {on: camera, next: look, ahead: 4, writes: raw}
              look: {on: app, frame: camera, reads: raw, takes: 1ms}
              render: {on: gpu, next: flip, ahead: %s, writes: screen, work: stamp, takes: 4ms}
              flip: {on: display, with: render, shows: screen}
              read: {on: app, with: flip, reads: screen, takes: 1ms}
            faults:
              - {kind: %s, on: %s, %s}
            """;

    private record Target(String device, String job, String presentation) {}

    static Stream<Arguments> faults() {
        List<Target> targets = List.of(
                new Target("camera", "capture", "fifo"),
                new Target("gpu", "render", "fifo"),
                new Target("display", "flip", "fifo"),
                new Target("display", "flip", "mailbox"),
                new Target("app", "read", "fifo"));
        return Arrays.stream(Fault.values())
                .flatMap(kind -> targets.stream()
                        .filter(target ->
                                kind != Fault.EARLY_RELEASE || target.device.equals("display"))
                        .flatMap(target -> Stream.of(
                                        "job: " + target.job + ", iteration: " + ITERATION,
                                        "at: 200ms",
                                        "chance: 10%",
                                        "job: " + target.job + ", chance: 10%")
                                .map(when -> Arguments.of(
                                        kind.word(), target.device, target.presentation, when))));
    }

    @ParameterizedTest(name = "{0} on {1}, {2}, {3}")
    @MethodSource("faults")
    @Tag("S13")
    @Tag("S16")
    void itStrikesAndEverythingEndsUnderEveryLaw(
            String kind, String device, String presentation, String when) throws Exception {
        String file = String.format(
                TEMPLATE,
                presentation,
                presentation.equals("fifo") ? 3 : 1, // so that a mailbox replaces none
                kind,
                device,
                when);
        Scenario scenario = ScenarioReader.read(
                "faults.yaml", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        for (long seed : SEEDS) {
            RunReport report = run(scenario, seed);
            assertThat(report.faults().values()).as("seed %d", seed).allMatch(struck -> struck > 0);
            assertThat(report.laws().violations()).as("seed %d", seed).isEmpty();
            assertThat(report.laws().complete()).isTrue();
            assertThat(report.figures().of(Measure.DEADLOCK))
                    .as("seed %d", seed)
                    .isZero();
            assertThat(report.figures().of(Measure.COMPLETED)).isPositive();
            assertThat(run(scenario, seed).eventHash()).isEqualTo(report.eventHash());
        }
    }

    private static RunReport run(Scenario scenario, long seed) {
        return ScenarioRun.run(
                scenario, new RunOptions(seed, Clock.VIRTUAL, scenario.forNanos(), 0, nanos -> {}));
    }
}
