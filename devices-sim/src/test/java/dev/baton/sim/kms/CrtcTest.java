package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.RefusedException;
import dev.baton.sim.EventLoop;
import dev.baton.sim.SeededScheduler;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class CrtcTest {
    private static final long PERIOD = 1_000;
    private static final Client KEEPS = job -> {};

    private final EventLoop loop = new EventLoop(new SeededScheduler(1));
    private final Dispatcher dispatcher = new Dispatcher();
    private final List<String> log = new ArrayList<>();
    private final Crtc crtc =
            new Crtc(loop, dispatcher, "crtc", PERIOD, (sequence, nanos, l) -> {});
    private final Framebuffer a = framebuffer("A");
    private final Framebuffer b = framebuffer("B");
    private final Framebuffer c = framebuffer("C");

    private static Framebuffer framebuffer(String name) {
        return new Framebuffer(8, 4, new SystemHeap().allocate(name, Framebuffer.bytesFor(8, 4)));
    }

    private Job flip(Framebuffer framebuffer) {
        return crtc.submit(new PageFlip(
                framebuffer,
                AccessMode.SHARED,
                (sequence, nanos) -> log.add(framebuffer + " #" + sequence + "@" + nanos)));
    }

    private Job draw(Framebuffer framebuffer) {
        return dispatcher.submit(AccessSet.exclusive(framebuffer.queue()), KEEPS);
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
        Job reader = dispatcher.submit(AccessSet.shared(a.queue()), KEEPS);
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
        assertThat(List.of(shown, pending, waiting))
                .allMatch(job -> job.outcome() == Outcome.COMPLETED);
        assertThat(log).containsExactly("A #1@1000");
        assertThatThrownBy(() -> flip(a)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyRowIsScannedOutOnceWithinThePeriod() {
        List<Integer> rows = new ArrayList<>();
        a.writeRow(2, new int[] {7, 7, 7, 7, 7, 7, 7, 7});
        crtc.submit(new PageFlip(a, AccessMode.SHARED, new PageFlip.Listener() {
            @Override
            public void latched(long sequence, long nanos) {}

            @Override
            public void scannedOut(int row, int[] line) {
                rows.add(row * 100 + line[0]);
            }
        }));
        loop.runUntil(2 * PERIOD - 1);
        assertThat(rows).containsExactly(0, 100, 207, 300);
    }

    @Test
    void aDisplayNeedsNoExclusiveAccess() {
        assertThatThrownBy(() -> new PageFlip(a, AccessMode.EXCLUSIVE, (sequence, nanos) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
