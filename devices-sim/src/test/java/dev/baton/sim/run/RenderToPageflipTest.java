package dev.baton.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioReader;
import dev.baton.sim.scenario.Scenarios;
import dev.baton.trace.Timeline.Lane;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The same frames three ways: what the queues gain, and what synchronisation is for. */
class RenderToPageflipTest {
    private static final String QUEUED = "render-to-pageflip";
    private static final String APPLICATION = "application-in-between";
    private static final String CONTROL = "unsynchronised";

    private static final int FRAMES = 60;
    private static final long FRAME_NANOS_MAX = 40_000_000;

    private final List<Screenshot> seen = new ArrayList<>();

    private RunReport run(Scenario scenario, int frames, long seed) {
        RunOptions options = new RunOptions(
                seed,
                Clock.VIRTUAL,
                frames * FRAME_NANOS_MAX,
                Long.MAX_VALUE,
                nanos -> {},
                seen::add,
                null);
        return ScenarioRun.run(scenario.limited(frames), options);
    }

    private RunReport run(String name, long seed) throws Exception {
        return run(Scenarios.read(name), FRAMES, seed);
    }

    private static List<Long> renderNanos(RunReport report) {
        Lane gpu = report.picture().lanes().stream()
                .filter(lane -> lane.name().equals("gpu"))
                .findFirst()
                .orElseThrow();
        return gpu.slices().stream()
                .map(slice -> slice.toNanos() - slice.fromNanos())
                .toList();
    }

    /** In which the application, woken by the end of a render, wakes up in a time of its own. */
    private static Scenario applicationThatWakesIn(long nanos) throws Exception {
        try (InputStream in = Scenarios.open(APPLICATION)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(
                            "devices:\n",
                            "devices:\n  quick: {kind: cpu, wakeup: " + nanos + "ns}\n")
                    .replace("after: render, wakes: application", "after: render, wakes: quick");
            assertThat(text).contains("wakes: quick");
            return ScenarioReader.read(
                    "quick", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static boolean isWhole(Screenshot shot) {
        return IntStream.range(shot.width(), shot.pixels().length)
                .allMatch(at -> shot.pixels()[at] == shot.pixels()[at - shot.width()]);
    }

    @ParameterizedTest
    @ValueSource(strings = {QUEUED, APPLICATION, CONTROL})
    void everyFrameIsRenderedAndPresentedUnderEveryLaw(String name) throws Exception {
        RunReport report = run(name, 5);
        assertThat(renderNanos(report)).hasSize(FRAMES);
        assertThat(report.figures().of(Measure.PRESENTED)).isEqualTo(FRAMES);
        assertThat(report.figures().of(Measure.SUBMITTED)).isEqualTo(2 * FRAMES);
        assertThat(report.laws().violations()).isEmpty();
        assertThat(report.laws().complete()).isTrue();
    }

    @Test
    void allThreeDrawTheSameFrames() throws Exception {
        List<Long> queued = renderNanos(run(QUEUED, 3));
        assertThat(renderNanos(run(APPLICATION, 3))).isEqualTo(queued);
        assertThat(renderNanos(run(CONTROL, 3))).isEqualTo(queued);
        assertThat(renderNanos(run(QUEUED, 4))).isNotEqualTo(queued);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void onlyTheControlTearsAndOnlyTheApplicationWakes(long seed) throws Exception {
        Figures queued = run(QUEUED, seed).figures();
        Figures application = run(APPLICATION, seed).figures();
        Figures control = run(CONTROL, seed).figures();
        assertThat(List.of(queued.of(Measure.TORN), queued.of(Measure.STALE))).containsOnly(0L);
        assertThat(List.of(application.of(Measure.TORN), application.of(Measure.STALE)))
                .containsOnly(0L);
        assertThat(control.of(Measure.TORN)).isGreaterThan(FRAMES / 2);
        assertThat(control.of(Measure.STALE)).isGreaterThan(FRAMES / 2);
        assertThat(queued.of(Measure.WAKEUPS_ON_PATH)).isZero();
        assertThat(application.of(Measure.WAKEUPS_ON_PATH)).isEqualTo(FRAMES);
        assertThat(queued.of(Measure.MISSED_VBLANKS))
                .isLessThanOrEqualTo(application.of(Measure.MISSED_VBLANKS));
    }

    @Test
    void theQueuesMissFewerVblanksOverALongRun() throws Exception {
        RunReport queued = run(Scenarios.read(QUEUED), 1_000, 1);
        RunReport application = run(Scenarios.read(APPLICATION), 1_000, 1);
        assertThat(queued.figures().of(Measure.MISSED_VBLANKS))
                .isLessThan(application.figures().of(Measure.MISSED_VBLANKS));
    }

    @Test
    void wakingUpInNoTimeGainsNothingOverTheQueues() throws Exception {
        RunReport queued = run(QUEUED, 2);
        long justBelow = queued.path().minNanos() - 1;
        RunReport application = run(applicationThatWakesIn(justBelow), FRAMES, 2);
        assertThat(application.path()).isEqualTo(queued.path());
        assertThat(application.figures().of(Measure.MISSED_VBLANKS))
                .isEqualTo(queued.figures().of(Measure.MISSED_VBLANKS));
    }

    @Test
    void screenshotsShowWhatTheBeamSaw() throws Exception {
        run(QUEUED, 1);
        assertThat(seen).hasSize(FRAMES).allMatch(RenderToPageflipTest::isWhole);
        assertThat(seen.get(1).pixels()).isNotEqualTo(seen.get(0).pixels());
        seen.clear();
        long torn = run(CONTROL, 1).figures().of(Measure.TORN);
        assertThat(seen.stream().filter(shot -> !isWhole(shot))).hasSize((int) torn);
    }
}
