package dev.baton.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioReader;
import dev.baton.sim.scenario.Scenarios;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Render to page flip with hardware that orders itself, beside the run without (S12). */
@Tag("S12")
class HardwareOrderTest {
    private static final int FRAMES = 100;
    private static final long FOR_NANOS = 6_000_000_000L;

    /** The bundled scenario, whose GPU interrupts in a time of its own. */
    private static RunReport run(boolean hardware, String interrupt, long seed) throws Exception {
        String text = bundled()
                .replace("kind: gpu,", "kind: gpu, interrupt: " + interrupt + ",")
                .replace("order: hardware", hardware ? "order: hardware" : "order: cpu");
        return run(text, seed);
    }

    private static String bundled() throws Exception {
        try (InputStream in = Scenarios.open("hardware-order")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static RunReport run(String text, long seed) throws Exception {
        Scenario scenario = ScenarioReader.read(
                "changed", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        RunOptions options = new RunOptions(
                seed, Clock.VIRTUAL, FOR_NANOS, Long.MAX_VALUE, nanos -> {}, shot -> {}, null);
        return ScenarioRun.run(scenario.limited(FRAMES), options);
    }

    private static void isSound(RunReport report) {
        assertThat(report.laws().violations()).isEmpty();
        assertThat(report.figures().of(Measure.PRESENTED)).isEqualTo(FRAMES);
        assertThat(report.figures().of(Measure.COMPLETED)).isEqualTo(2L * FRAMES);
        assertThat(report.figures().of(Measure.TORN)).isZero();
        assertThat(report.figures().of(Measure.STALE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void noCallLiesBetweenRenderAndFlipAndTheFramesAreTheSame(long seed) throws Exception {
        RunReport with = run(true, "0s", seed);
        RunReport without = run(false, "0s", seed);
        isSound(with);
        isSound(without);
        assertThat(with.figures().of(Measure.CALLS_ON_PATH)).isZero();
        assertThat(without.figures().of(Measure.CALLS_ON_PATH)).isEqualTo(2L * FRAMES);
        assertThat(with.path()).isEqualTo(without.path());
        assertThat(without.figures().of(Measure.INTERRUPTS) - with.figures().of(Measure.INTERRUPTS))
                .isEqualTo(FRAMES);
    }

    /** Of a device that has faults planned, too. */
    @Test
    void faultsThatDoNotStrikeChangeNothing() throws Exception {
        String never = """
                faults:
                  - {kind: crash, on: gpu, job: render, iteration: 100000}
                  - {kind: crash, on: display, job: flip, iteration: 100000}
                """;
        RunReport with = run(bundled().replace("expect:", never + "expect:"), 1);
        RunReport without = run(bundled(), 1);
        isSound(with);
        assertThat(with.eventHash()).isEqualTo(without.eventHash());
        assertThat(with.figures().of(Measure.CALLS_ON_PATH)).isZero();
    }

    @Test
    void slowInterruptsDoNotReachTheScreen() throws Exception {
        String slow = "{p50: 1ms, p99: 4ms}";
        RunReport with = run(true, slow, 1);
        RunReport without = run(false, slow, 1);
        isSound(with);
        isSound(without);
        assertThat(with.figures().of(Measure.MISSED_VBLANKS))
                .isLessThan(without.figures().of(Measure.MISSED_VBLANKS));
        assertThat(with.path().p50Nanos()).isLessThanOrEqualTo(without.path().p50Nanos());
    }
}
