package dev.baton.proptests.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Allocator;
import dev.baton.buffers.heap.ContiguousHeap;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.buffers.heap.Topology;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.ref.Reference;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * What a buffer costs that nobody has mapped: a million of them, each with a handle, fit in 4 GiB. A
 * tenth of that is counted, and more with {@code -Dbaton.footprint=1000000 -Xmx4g}.
 */
@Tag("B8")
class FootprintTest {
    private static final int COUNT = Integer.getInteger("baton.footprint", 100_000);

    /** A million may take half of 4 GiB: others want some too. */
    private static final long IDLE_BYTES_MAX = (4L << 30) / 1_000_000 / 2;

    private static final long FRAME_BYTES = 8L << 20;

    @Test
    void aMillionIdleBuffersFitInTwoGibibytes() {
        SystemHeap heap = new SystemHeap();
        Allocator allocator = new Allocator(Topology.DIRECT, heap, new ContiguousHeap());
        measured("page of a heap", 1, i -> heap.allocate("page", SharedBuffer.PAGE_SIZE));
        measured("frame of a heap", 1, i -> heap.allocate("frame", FRAME_BYTES));
        measured("frame without storage yet", 1, i -> allocator.allocate("frame", FRAME_BYTES));
        BufferHandle one = heap.allocate("frame", FRAME_BYTES);
        measured("further handle", 16, i -> one.duplicate());
        one.close();
    }

    /** Asserts that one of them takes at most a share of what an idle buffer may. */
    private static void measured(String what, int share, IntFunction<BufferHandle> made) {
        BufferHandle[] handles = new BufferHandle[COUNT];
        long before = usedBytes();
        for (int i = 0; i < COUNT; i++) {
            handles[i] = made.apply(i);
        }
        double bytes = (double) (usedBytes() - before) / COUNT;
        Reference.reachabilityFence(handles);
        System.out.printf(Locale.ROOT, "%,d times one %s: %.0f bytes%n", COUNT, what, bytes);
        assertThat(bytes).as(what).isBetween(1.0, (double) IDLE_BYTES_MAX / share);
        for (BufferHandle handle : handles) {
            handle.close();
        }
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
