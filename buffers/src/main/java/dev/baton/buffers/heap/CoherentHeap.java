package dev.baton.buffers.heap;

import dev.baton.buffers.SharedBuffer;

/**
 * A heap of memory that the CPU does not cache, so that every view of it is the same at all times:
 * Linux's {@code dma_alloc_coherent} behind a heap. Unlike there, it is not asked for in the name
 * of one device.
 *
 * <p>Contiguous, from a region of its own. Brackets have nothing to do here, whoever attaches.
 *
 * <p><b>Threading</b> and <b>cost</b> as {@link ContiguousHeap}.
 *
 * @since 0.1
 */
public final class CoherentHeap extends RegionHeap {
    /** Where the default region begins: within what 32 bits can name. */
    public static final long BASE = 2L << 30;

    /** The size of the default region in bytes: 64 MiB. */
    public static final long BYTES = 64L << 20;

    /** Makes the heap "coherent" with a region of {@link #BYTES} at {@link #BASE}. */
    public CoherentHeap() {
        this("coherent", BASE, BYTES / SharedBuffer.PAGE_SIZE);
    }

    /**
     * Makes a heap of a given region.
     *
     * @param name for people
     * @param base the region's first physical address, unsigned, whole pages
     * @param pages its size in pages
     */
    public CoherentHeap(String name, long base, long pages) {
        super(name, base, SharedBuffer.PAGE_SIZE, pages, backing -> Coherency.COHERENT);
    }
}
