package dev.baton.buffers.heap;

import dev.baton.buffers.SharedBuffer;

/**
 * A heap of physically contiguous memory, from a region of its own: Linux's {@code reserved} or CMA
 * dma-buf heap.
 *
 * <p>First fit over a list of free runs. The region can be fragmented, so that a large buffer is
 * refused though enough is free: nothing is moved to make room, unlike CMA, which moves what others
 * have borrowed from it.
 *
 * <p><b>Threading:</b> any thread. <b>Progress:</b> one lock for the heap, held while its list is
 * searched. <b>Cost:</b> linear in the number of free runs.
 *
 * @since 0.1
 */
public final class ContiguousHeap extends RegionHeap {
    /** Where the default region begins: within what 32 bits can name. */
    public static final long BASE = 1L << 30;

    /** The size of the default region in bytes: 64 MiB. */
    public static final long BYTES = 64L << 20;

    /** Makes the heap "contiguous" with a region of {@link #BYTES} at {@link #BASE}. */
    public ContiguousHeap() {
        this("contiguous", BASE, BYTES);
    }

    /**
     * Makes a heap of a given region.
     *
     * @param name for people
     * @param base the region's first physical address, unsigned, whole pages
     * @param bytes its size: whole pages
     */
    public ContiguousHeap(String name, long base, long bytes) {
        this(name, base, bytes, backing -> Coherency.COHERENT);
    }

    /**
     * Makes a heap of a given region that the CPU caches.
     *
     * @param name for people
     * @param base as above
     * @param bytes as above
     * @param coherency keeps the CPU's view of each buffer and the devices' the same
     */
    public ContiguousHeap(String name, long base, long bytes, Coherency.Maker coherency) {
        super(name, base, SharedBuffer.PAGE_SIZE, pages(name, bytes), coherency);
    }

    private static long pages(String name, long bytes) {
        if (bytes % SharedBuffer.PAGE_SIZE != 0) {
            throw new IllegalArgumentException(
                    "heap " + name + ": " + bytes + " bytes are not whole pages");
        }
        return bytes / SharedBuffer.PAGE_SIZE;
    }
}
