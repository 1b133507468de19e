package dev.baton.buffers.heap;

import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that takes storage from the Java heap: the {@code system} dma-buf heap of Linux. Unlike
 * there, its memory has no physical addresses that mean anything outside.
 *
 * <p>It is as large as the JVM's heap ({@code -Xmx}). A buffer's bytes are taken with its first
 * mapping, which is refused if there are none left; an unused buffer costs none. Its addresses are
 * made up: above 4 GiB, and never contiguous for more than one page, so a device that needs either is
 * refused or served by another heap. Larger buffers have longer runs, as Linux's have. What is freed
 * goes to the garbage collector and is never handed out again, nor are its addresses.
 *
 * <p><b>Threading:</b> any thread; heaps of this kind share nothing, so on one machine give each its
 * own addresses. <b>Progress:</b> lock-free, and the JVM's allocator. <b>Cost:</b> constant, with at
 * most 32 runs; the first mapping is linear in the size, as the bytes are cleared.
 *
 * @since 0.1
 */
public final class SystemHeap extends Heap {
    /** Where addresses begin unless said otherwise: behind what 32 bits can name. */
    public static final long BASE = 1L << 32;

    /** A larger buffer has longer runs, not more of them. */
    private static final long RUNS_MAX = 16;

    private final String name;
    private final AtomicLong nextAddress;

    /** Makes the heap "system", with addresses from {@link #BASE}. */
    public SystemHeap() {
        this("system", BASE);
    }

    /**
     * Makes a system heap of its own name and addresses.
     *
     * @param name for people
     * @param base the lowest of its addresses, unsigned, whole pages; there is no highest
     */
    public SystemHeap(String name, long base) {
        this(name, base, backing -> Coherency.COHERENT);
    }

    /**
     * Makes a system heap whose buffers the CPU caches.
     *
     * @param name as above
     * @param base as above
     * @param coherency keeps the CPU's view of each buffer and the devices' the same
     */
    public SystemHeap(String name, long base, Coherency.Maker coherency) {
        super(coherency);
        this.name = name;
        this.nextAddress = new AtomicLong(base);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    protected @Nullable Backing take(long size, Constraints wanted) {
        List<Segment> segments = scattered(nextAddress.getAndAdd(size), size);
        return wanted.allow(segments) ? Backing.of(segments) : null;
    }

    /** Runs from the last address down to the first, so that no two are next to each other. */
    private static List<Segment> scattered(long address, long size) {
        long pages = size / SharedBuffer.PAGE_SIZE;
        long run = Long.highestOneBit(Math.max(pages / RUNS_MAX, 1)) * SharedBuffer.PAGE_SIZE;
        List<Segment> segments = new ArrayList<>();
        long end = size;
        while (end > 0) {
            long length = Math.min(run, end);
            end -= length;
            segments.add(new Segment(address + end, length));
        }
        return segments;
    }

    @Override
    protected void free(Backing backing) {
        // Nothing to keep account of: dropping the last reference to the array frees it.
    }
}
