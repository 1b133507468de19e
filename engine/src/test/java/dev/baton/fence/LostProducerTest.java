package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Gate;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Producers that nobody holds any more end their fences, and say where they were made. */
@Tag("S9")
@Timeout(60)
class LostProducerTest {
    private static final int COLLECTIONS_MAX = 10;

    /** Whoever waits looks for lost producers. */
    private static void awaitCollected(Fence fence) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS_MAX && !fence.isSignaled(); i++) {
            System.gc();
            fence.await(Duration.ofMillis(50));
        }
    }

    private static void assertLost(Fence fence) throws InterruptedException {
        awaitCollected(fence);
        assertThat(fence.error())
                .isInstanceOf(FenceAbandonedException.class)
                .hasMessageContaining("LostProducerTest.java");
    }

    private static Fence ofALostSource() {
        return new FenceSource("lost").fence();
    }

    private static List<Fence> ofALostTimeline(Fence device) {
        Timeline lost = new Timeline("lost", new VirtualTimers());
        Fence reached = lost.promise(1);
        lost.advanceTo(1);
        lost.submit(2, device);
        return List.of(
                reached,
                lost.point(2),
                lost.promise(3),
                lost.point(9, Duration.ofDays(1)),
                lost.submitted(9, Duration.ofDays(1)));
    }

    @Test
    @Tag("C15")
    void lostSourceEndsItsFence() throws Exception {
        assertLost(ofALostSource());
    }

    @Test
    @Tag("C15")
    @Tag("S9")
    void gateOfALostSourceOpensThoughNobodyWaits() {
        Dispatcher dispatcher = new Dispatcher();
        SyncQueue queue = new SyncQueue("queue");
        JobOptions gated = JobOptions.DEFAULT.gate(Gate.beforePlacing(ofALostSource()));
        Job job = dispatcher.submit(AccessSet.exclusive(queue), granted -> {}, null, gated);
        while (!job.isGranted()) {
            System.gc();
            LockSupport.parkNanos(1_000_000); // the collector's own thread has work, too
            dispatcher.exportFence(queue, AccessMode.SHARED);
        }
        assertThat(job.isGranted()).isTrue();
        assertThat(job.poison()).isInstanceOf(FenceAbandonedException.class);
    }

    @Test
    @Tag("C15")
    void lostTimelineEndsWhatIsPendingAndLeavesWhatIsReached() throws Exception {
        FenceSource device = new FenceSource("device");
        List<Fence> fences = ofALostTimeline(device.fence());
        for (Fence fence : fences.subList(1, fences.size())) {
            assertLost(fence);
        }
        assertThat(fences.get(0).status()).isEqualTo(FenceStatus.SIGNALED);
        device.signal();
        assertThat(fences.get(1).error()).isInstanceOf(FenceAbandonedException.class);
    }

    @Test
    void heldTimelineIsNotLostWhateverIsCollected() throws Exception {
        Timeline held = new Timeline("held");
        Fence fence = held.promise(1);
        assertLost(ofALostSource());
        assertThat(fence.isSignaled()).isFalse();
        held.advanceTo(1);
        assertThat(fence.status()).isEqualTo(FenceStatus.SIGNALED);
    }

    @Test
    @Tag("C15")
    void closedSourceEndsItsFenceOnce() {
        FenceSource source = new FenceSource("closed");
        source.close();
        source.close();
        assertThat(source.fence().error()).isInstanceOf(FenceAbandonedException.class);
        assertThat(source.signal()).isFalse();
    }
}
