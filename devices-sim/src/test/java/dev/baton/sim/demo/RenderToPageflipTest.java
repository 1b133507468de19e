package dev.baton.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class RenderToPageflipTest {
    private static final int FRAMES = 60;

    private static RunReport run(Mode mode, long seed) {
        return RenderToPageflip.run(mode, Workload.draw(FRAMES, seed), presented -> {});
    }

    @ParameterizedTest
    @EnumSource
    void oneSeedGivesOneRun(Mode mode) {
        RunReport first = run(mode, 3);
        RunReport again = run(mode, 3);
        assertThat(again.eventHash()).isEqualTo(first.eventHash());
        assertThat(again.missedVblanks()).isEqualTo(first.missedVblanks());
        assertThat(again.tornFrames()).isEqualTo(first.tornFrames());
        assertThat(run(mode, 4).eventHash()).isNotEqualTo(first.eventHash());
    }

    @ParameterizedTest
    @EnumSource
    void everyFrameIsRenderedAndPresentedUnderEveryLaw(Mode mode) {
        RunReport report = run(mode, 5);
        assertThat(report.framesRendered()).isEqualTo(FRAMES);
        assertThat(report.framesPresented()).isEqualTo(FRAMES);
        assertThat(report.laws().violations()).isEmpty();
        assertThat(report.laws().complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void onlyTheControlTearsAndOnlyTheApplicationWakes(long seed) {
        RunReport queued = run(Mode.QUEUED, seed);
        RunReport application = run(Mode.APPLICATION, seed);
        RunReport control = run(Mode.UNSYNCHRONISED, seed);
        assertThat(List.of(queued.tornFrames(), queued.staleFrames())).containsOnly(0);
        assertThat(List.of(application.tornFrames(), application.staleFrames())).containsOnly(0);
        assertThat(control.tornFrames()).isPositive();
        assertThat(control.staleFrames()).isPositive();
        assertThat(queued.applicationWakeupsOnPath()).isZero();
        assertThat(application.applicationWakeupsOnPath()).isEqualTo(FRAMES);
        assertThat(queued.missedVblanks()).isLessThanOrEqualTo(application.missedVblanks());
    }

    @Test
    void theQueuesMissFewerVblanksOverALongRun() {
        Workload work = Workload.draw(1_000, 1);
        RunReport queued = RenderToPageflip.run(Mode.QUEUED, work, presented -> {});
        RunReport application = RenderToPageflip.run(Mode.APPLICATION, work, presented -> {});
        assertThat(queued.missedVblanks()).isLessThan(application.missedVblanks());
    }

    @Test
    void wakingUpInNoTimeGainsNothingOverTheQueues() {
        Workload drawn = Workload.draw(FRAMES, 2);
        long justBelow = run(Mode.QUEUED, 2).tightestNanos() - 1;
        Workload quickly = new Workload(
                2,
                drawn.frames().stream()
                        .map(frame -> new Workload.FrameWork(
                                frame.renderNanos(), frame.submitWakeupNanos(), justBelow))
                        .toList());
        RunReport queued = RenderToPageflip.run(Mode.QUEUED, drawn, presented -> {});
        RunReport application = RenderToPageflip.run(Mode.APPLICATION, quickly, presented -> {});
        assertThat(application.missedVblanks()).isEqualTo(queued.missedVblanks());
        assertThat(application.renderEndToFlipMicros().getMaxValue())
                .isEqualTo(queued.renderEndToFlipMicros().getMaxValue());
    }
}
