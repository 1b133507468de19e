package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.fence.Fence;
import dev.baton.fence.FenceStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** What is queued now, as a fence (S10). */
@Tag("S10")
class ExportFenceTest {
    private static final Client KEEPS = job -> {};

    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final SyncQueue a = new SyncQueue("a");

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
    }

    private Job write() {
        return dispatcher.submit(AccessSet.exclusive(a), KEEPS);
    }

    private Job read() {
        return dispatcher.submit(AccessSet.shared(a), KEEPS);
    }

    private Fence export(AccessMode mode) {
        return dispatcher.exportFence(a, mode);
    }

    @Test
    void idleQueueIsASignaledFence() {
        assertThat(export(AccessMode.SHARED)).isSameAs(Fence.signaled());
        assertThat(export(AccessMode.EXCLUSIVE)).isSameAs(Fence.signaled());
        write();
        assertThat(export(AccessMode.UNORDERED)).isSameAs(Fence.signaled());
        dispatcher.close(Duration.ZERO);
    }

    @Test
    void readerWaitsForWritersAndWriterForAll() {
        Job reader = read();
        assertThat(export(AccessMode.SHARED).isSignaled()).isTrue();
        Fence all = export(AccessMode.EXCLUSIVE);
        Job writer = write();
        Fence written = export(AccessMode.SHARED);
        reader.release();
        assertThat(all.status()).isEqualTo(FenceStatus.SIGNALED);
        assertThat(written.isSignaled()).isFalse();
        writer.release();
        assertThat(written.status()).isEqualTo(FenceStatus.SIGNALED);
    }

    @Test
    @Tag("C25")
    void laterJobsDoNotExtendIt() {
        Job first = write();
        Fence fence = export(AccessMode.EXCLUSIVE);
        Job later = write();
        first.release();
        assertThat(fence.isSignaled()).isTrue();
        assertThat(export(AccessMode.EXCLUSIVE).isSignaled()).isFalse();
        later.release();
    }

    @Test
    void manyExportsOfTheSameLeaveOneSnapshotPerMode() {
        Job writer = write();
        Fence read = export(AccessMode.SHARED);
        Fence written = export(AccessMode.EXCLUSIVE);
        for (int i = 0; i < 1_000; i++) {
            assertThat(export(AccessMode.SHARED)).isSameAs(read);
            assertThat(export(AccessMode.EXCLUSIVE)).isSameAs(written);
        }
        Job reader = read();
        Fence later = export(AccessMode.EXCLUSIVE);
        assertThat(later).isNotSameAs(written);
        assertThat(export(AccessMode.SHARED)).isNotSameAs(read);
        writer.release();
        assertThat(read.isSignaled() && written.isSignaled()).isTrue();
        assertThat(later.isSignaled()).isFalse();
        reader.release();
        assertThat(later.isSignaled()).isTrue();
    }

    @Test
    void itHoldsNobodyUp() {
        Job reader = read();
        export(AccessMode.EXCLUSIVE);
        Job second = read();
        assertThat(second.isGranted()).isTrue();
        reader.release();
        second.release();
    }

    @Test
    @Tag("S15")
    @Tag("C20")
    void failedWriterIsItsError() {
        Job writer = write();
        Fence fence = export(AccessMode.SHARED);
        Job behind = write();
        Throwable half = new IllegalStateException("half");
        writer.fail(half);
        assertThat(fence.error()).isSameAs(half);
        assertThat(export(AccessMode.SHARED).isSignaled()).isFalse();
        assertThat(behind.poison()).isSameAs(half);
        behind.fail(half);
        assertThat(export(AccessMode.SHARED).error()).isSameAs(half);
        assertThat(a.poison()).isSameAs(half);
        write().release();
        assertThat(a.poison()).isNull();
        assertThat(export(AccessMode.SHARED)).isSameAs(Fence.signaled());
    }

    @Test
    @Tag("S14")
    void cancelledJobAheadDoesNotSignalItBeforeWhatThatWaitedFor() {
        Job writer = write();
        Job waiting = write();
        Fence fence = export(AccessMode.SHARED);
        waiting.cancel();
        assertThat(fence.isSignaled()).isFalse();
        writer.release();
        assertThat(fence.status()).isEqualTo(FenceStatus.SIGNALED);
    }

    @Test
    @Tag("S17")
    void closingIsItsError() {
        write();
        Fence fence = export(AccessMode.SHARED);
        dispatcher.close(Duration.ZERO);
        assertThat(fence.error()).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> export(AccessMode.SHARED)).hasMessageStartingWith("S17");
    }
}
