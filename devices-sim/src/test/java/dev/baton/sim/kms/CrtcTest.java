package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.CancelReason;
import dev.baton.engine.Ending;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.RefusedException;
import dev.baton.sim.EventLoop;
import dev.baton.sim.pixels.Framebuffer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

class CrtcTest {
    private static final long PERIOD = Screens.PERIOD;

    private final Screens screens = new Screens();
    private final EventLoop loop = screens.loop;
    private final List<String> log = screens.log;
    private final Crtc crtc = screens.display(Screens.options("crtc"));
    private final Framebuffer a = Screens.framebuffer("A");
    private final Framebuffer b = Screens.framebuffer("B");
    private final Framebuffer c = Screens.framebuffer("C");

    private Job flip(Framebuffer framebuffer) {
        return crtc.submit(screens.flip(framebuffer));
    }

    private Job draw(Framebuffer framebuffer) {
        return screens.draw(framebuffer);
    }

    private void at(long nanos, Runnable task) {
        loop.at(nanos, "test", task);
    }

    @Test
    void aFlipLatchesAtTheNextVblank() {
        at(10, () -> flip(a));
        loop.runUntil(2 * PERIOD);
        assertThat(log).containsExactly("A #1@1000");
    }

    @Test
    void aFlipWaitsForWhoeverDraws() {
        Job drawing = draw(a);
        at(10, () -> flip(a));
        at(2_500, drawing::release);
        loop.runUntil(5 * PERIOD);
        assertThat(log).containsExactly("A #3@3000");
    }

    @Test
    void flipsLatchInTheOrderOfTheirSubmissionThoughTheLaterIsRenderedFirst() {
        Job drawingA = draw(a);
        Job drawingB = draw(b);
        at(10, () -> {
            flip(a);
            flip(b);
        });
        at(500, drawingB::release);
        at(2_500, drawingA::release);
        loop.runUntil(6 * PERIOD);
        assertThat(log).containsExactly("A #3@3000", "B #4@4000");
    }

    @Test
    void oneFlipLatchesPerVblank() {
        at(10, () -> {
            flip(a);
            flip(b);
            flip(c);
        });
        loop.runUntil(5 * PERIOD);
        assertThat(log).containsExactly("A #1@1000", "B #2@2000", "C #3@3000");
    }

    @Test
    @Tag("S20")
    void theFrontBufferIsHeldUntilTheNextFlipLatches() {
        Job first = flip(a);
        loop.runUntil(PERIOD);
        Job nextDrawing = draw(a);
        loop.runUntil(10 * PERIOD);
        assertThat(first.isGranted()).isTrue();
        assertThat(nextDrawing.isGranted()).isFalse();
        flip(b);
        loop.runUntil(11 * PERIOD);
        assertThat(first.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(nextDrawing.isGranted()).isTrue();
    }

    @Test
    void anotherReaderMayLookAtTheFrontBuffer() {
        flip(a);
        loop.runUntil(PERIOD);
        Job reader = screens.dispatcher.submit(AccessSet.shared(a.queues().get(0)), Screens.KEEPS);
        assertThat(reader.isGranted()).isTrue();
    }

    @Test
    void aFlipToTheBufferOnScreenLatchesAgain() {
        flip(a);
        flip(a);
        loop.runUntil(3 * PERIOD);
        assertThat(log).containsExactly("A #1@1000", "A #2@2000");
    }

    @Test
    @Tag("S20")
    void aFlipToTheFrontBufferBehindItsNextDrawingIsRefusedAndOthersGoOn() {
        flip(a);
        loop.runUntil(PERIOD);
        Job nextDrawing = draw(a);
        assertThatThrownBy(() -> flip(a))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("S20", "waits for queue A", "ends by crtc");
        flip(b);
        loop.runUntil(2 * PERIOD);
        assertThat(nextDrawing.release()).isTrue();
        flip(a);
        loop.runUntil(3 * PERIOD);
        assertThat(log).containsExactly("A #1@1000", "B #2@2000", "A #3@3000");
    }

    @Test
    @Tag("S20")
    void turningTheDisplayOffReleasesWhatItHolds() {
        Job shown = flip(a);
        loop.runUntil(PERIOD);
        Job pending = flip(b);
        Job waiting = flip(c);
        crtc.disable();
        loop.run();
        assertThat(List.of(shown, pending)).allMatch(job -> job.outcome() == Outcome.COMPLETED);
        assertThat(waiting.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(log).containsExactly("A #1@1000", "C OFF", "B OFF");
        assertThatThrownBy(() -> flip(a))
                .isInstanceOf(CommitException.Invalid.class)
                .hasMessage("crtc is off; turn it on");
    }

    @Test
    void whatIsOfNoDefaultEndsWithAWord() {
        Job drawing = draw(a);
        Job late = crtc.submit(screens.flip(a), JobOptions.DEFAULT.expiry(2_500));
        loop.runUntil(3 * PERIOD);
        assertThat(late.ending()).extracting(Ending::reason).isEqualTo(CancelReason.EXPIRED);
        assertThat(log).containsExactly("A ENDED");
        drawing.release();
        flip(b);
        loop.runUntil(4 * PERIOD);
        assertThat(log).containsExactly("A ENDED", "B #4@4000");
    }

    @Test
    @Tag("S8")
    void aFlipIsNotShownBeforeItsTime() {
        crtc.submit(screens.flip(a), JobOptions.DEFAULT.notBefore(2_500));
        flip(b);
        loop.runUntil(5 * PERIOD);
        assertThat(log).containsExactly("A #3@3000", "B #4@4000");
    }

    @Test
    void aDisplayNeedsNoExclusiveAccess() {
        assertThatThrownBy(() -> new PageFlip(a, AccessMode.EXCLUSIVE, screens.noted("A")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
