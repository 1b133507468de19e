package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import java.time.Duration;

/** The cases of the kernel's L:drivers/dma-buf/st-dma-resv.c; a reservation object is a queue. */
@Tag("S9")
class DmaResvCasesTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Dispatcher dispatcher = new Dispatcher(null, new VirtualTimers());
    private final SyncQueue queue = new SyncQueue("resv");
    private final FenceSource source = new FenceSource("selftest");

    private Job add(AccessMode mode) {
        AccessSet set = AccessSet.builder().add(queue, mode).build();
        return dispatcher.importFence(set, source.fence(), LONG);
    }

    /** Who would have to wait for a use of this kind. */
    private static AccessMode waiter(AccessMode mode) {
        return mode == AccessMode.SHARED ? AccessMode.EXCLUSIVE : AccessMode.SHARED;
    }

    @Test
    @Tag("st-dma-resv/sanitycheck")
    void sanitycheck() {
        assertThat(queue.isReady(AccessMode.EXCLUSIVE)).isTrue();
        source.signal();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "UNORDERED")
    @Tag("st-dma-resv/test_signaling")
    void signalingMakesItReady(AccessMode mode) {
        add(mode);
        assertThat(queue.isReady(waiter(mode))).isFalse();
        assertThat(queue.isReady(AccessMode.SHARED)).isEqualTo(mode == AccessMode.SHARED);
        source.signal();
        assertThat(queue.isReady(AccessMode.EXCLUSIVE)).isTrue();
    }

    /** What a snapshot waits for is the one fence that was added, in its mode. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "UNORDERED")
    @Tag("st-dma-resv/test_get_fences")
    void getFencesWaitsForTheOne(AccessMode mode) {
        add(mode);
        Fence readers = dispatcher.exportFence(queue, AccessMode.SHARED);
        Fence writers = dispatcher.exportFence(queue, AccessMode.EXCLUSIVE);
        assertThat(readers.isSignaled()).isEqualTo(mode == AccessMode.SHARED);
        assertThat(writers.isSignaled()).isFalse();
        source.signal();
        assertThat(readers.status()).isEqualTo(FenceStatus.SIGNALED);
        assertThat(writers.status()).isEqualTo(FenceStatus.SIGNALED);
    }
}
