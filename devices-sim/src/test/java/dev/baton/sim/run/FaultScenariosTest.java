package dev.baton.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Event;
import dev.baton.sim.fault.Fault;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioReader;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every fault from a scenario file, at every kind of device, in each of the ways to say when. */
@Timeout(60)
class FaultScenariosTest {
    private static final int ITERATION = 7;
    private static final long TICK = 16_666_667;

    /** By docs/scenarios.md everything ends within so many refreshes when faults have stopped. */
    private static final int SETTLE_TICKS = 12;

    private static final int LOST_FLIP_TICKS = 32;

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
              gpu: {kind: gpu, interrupt: 50us, order: %s}
              display: {kind: display, refresh: 60Hz, size: 64x36, presentation: %s, order: %s}
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

    /** What no other hardware waits for. */
    private static final String SCRATCH = "  scratch: {count: 2, format: XR24, size: 64x36}\n";

    private static final String PREPARE =
            "  prepare: {on: gpu, with: flip, writes: scratch, takes: 1ms}\n";

    private record Target(String device, String job, String presentation, String order) {
        Target(String device, String job, String presentation) {
            this(device, job, presentation, "cpu");
        }

        /** Of a job that other hardware waits for it tells nobody else. */
        private boolean isInterrupting() {
            return order.equals("cpu") || !job.equals("render");
        }

        private boolean canHave(Fault kind) {
            return switch (kind) {
                case EARLY_RELEASE -> device.equals("display");
                case F2_LOST_COMPLETION, F3_DOUBLE_COMPLETION, F4_SPURIOUS_COMPLETION ->
                    isInterrupting();
                default -> true;
            };
        }

        String file(String kind, String when) {
            String file = String.format(
                    TEMPLATE,
                    order,
                    presentation,
                    order,
                    presentation.equals("fifo") ? 3 : 1, // so that a mailbox replaces none
                    kind,
                    device,
                    when);
            return order.equals("cpu")
                    ? file
                    : file.replace("devices:", SCRATCH + "devices:")
                            .replace("faults:", PREPARE + "faults:");
        }
    }

    static Stream<Arguments> faults() {
        List<Target> targets = List.of(
                new Target("camera", "capture", "fifo"),
                new Target("gpu", "render", "fifo"),
                new Target("display", "flip", "fifo"),
                new Target("display", "flip", "mailbox"),
                new Target("app", "read", "fifo"),
                new Target("gpu", "render", "fifo", "hardware"),
                new Target("gpu", "prepare", "fifo", "hardware"), // which raises interrupts
                new Target("display", "flip", "fifo", "hardware"));
        return Arrays.stream(Fault.values())
                .flatMap(kind -> targets.stream()
                        .filter(target -> target.canHave(kind))
                        .flatMap(target -> Stream.of(
                                        "job: " + target.job + ", iteration: " + ITERATION,
                                        "at: 200ms",
                                        "chance: 10%",
                                        "job: " + target.job + ", chance: 10%")
                                .map(when -> Arguments.of(kind.word(), target, when))));
    }

    @ParameterizedTest(name = "{0} on {1}, {2}")
    @MethodSource("faults")
    @Tag("S12")
    @Tag("S13")
    @Tag("S16")
    void itStrikesAndEverythingEndsUnderEveryLaw(String kind, Target target, String when)
            throws Exception {
        String file = target.file(kind, when);
        Scenario scenario = ScenarioReader.read(
                "faults.yaml", new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        List<String> hashes = new ArrayList<>();
        for (long seed : SEEDS) {
            LastEnds ends = new LastEnds(scenario, kind, target);
            RunReport report = run(scenario, seed, ends);
            assertThat(ends.late).as("seed %d", seed).isEmpty();
            assertThat(report.faults().values()).as("seed %d", seed).allMatch(struck -> struck > 0);
            assertThat(report.laws().violations()).as("seed %d", seed).isEmpty();
            assertThat(report.laws().complete()).isTrue();
            assertThat(report.figures().of(Measure.DEADLOCK))
                    .as("seed %d", seed)
                    .isZero();
            assertThat(report.figures().of(Measure.COMPLETED)).isPositive();
            hashes.add(report.eventHash());
        }
        assertThat(run(scenario, SEEDS[0], null).eventHash()).isEqualTo(hashes.get(0));
    }

    private static RunReport run(Scenario scenario, long seed, @Nullable RunWatcher watcher) {
        RunOptions options = new RunOptions(
                seed, Clock.VIRTUAL, scenario.forNanos(), 0, nanos -> {}, null, watcher);
        return ScenarioRun.run(scenario, options);
    }

    /** Which jobs end later than docs/scenarios.md says, but for those on a screen. */
    private static final class LastEnds implements RunWatcher {
        private final Scenario scenario;
        private final long settleNanos;
        private final List<Event> late = new ArrayList<>();

        /** When the time is up: later than the scenario says, if a clock jumps over that. */
        private long upNanos;

        LastEnds(Scenario scenario, String kind, Target target) {
            this.scenario = scenario;
            boolean lostFlips =
                    kind.equals(Fault.F2_LOST_COMPLETION.word()) && target.device.equals("display");
            settleNanos = (lostFlips ? LOST_FLIP_TICKS : SETTLE_TICKS) * TICK;
            upNanos = kind.equals(Fault.F10_CLOCK_JUMP.word()) ? 0 : scenario.forNanos();
        }

        @Override
        public void on(Event event) {
            if (upNanos == 0 && event.nanos() >= scenario.forNanos()) {
                upNanos = event.nanos();
            }
            boolean screensOff = event.nanos() >= upNanos + scenario.settleNanos() / 2;
            if (event instanceof Event.End
                    && upNanos > 0
                    && !screensOff
                    && event.nanos() > upNanos + settleNanos) {
                late.add(event);
            }
        }
    }
}
