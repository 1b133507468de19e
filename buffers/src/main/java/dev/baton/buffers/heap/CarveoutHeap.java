package dev.baton.buffers.heap;

import org.jspecify.annotations.Nullable;

/**
 * A heap of memory set aside for one purpose, such as the frames of one decoder: Linux's {@code
 * reserved-memory} carve-outs, which ION and the vendors' heaps made available. Unlike theirs, it
 * is no pool of pages: it is divided once into equal chunks, each for one buffer of at most that
 * size. So it cannot be fragmented: as long as a chunk is free, a buffer fits. What a smaller
 * buffer leaves of its chunk is unused.
 *
 * <p><b>Threading:</b> any thread. <b>Progress:</b> one lock for the heap. <b>Cost:</b> logarithmic in
 * the number of free runs of chunks.
 *
 * @since 0.1
 */
public final class CarveoutHeap extends RegionHeap {
    private final long chunkBytes;

    /**
     * Sets memory aside.
     *
     * @param name for people; the purpose
     * @param base its first physical address, unsigned, whole pages
     * @param chunkBytes the size of each chunk: whole pages
     * @param chunks how many
     */
    public CarveoutHeap(String name, long base, long chunkBytes, int chunks) {
        this(name, base, chunkBytes, chunks, backing -> Coherency.COHERENT);
    }

    /**
     * Sets memory aside that the CPU caches.
     *
     * @param name as above
     * @param base as above
     * @param chunkBytes as above
     * @param chunks as above
     * @param coherency keeps the CPU's view of each buffer and the devices' the same
     */
    public CarveoutHeap(
            String name, long base, long chunkBytes, int chunks, Coherency.Maker coherency) {
        super(name, base, chunkBytes, chunks, coherency);
        this.chunkBytes = chunkBytes;
    }

    @Override
    public long largestBytes() {
        return Math.min(super.largestBytes(), chunkBytes);
    }

    @Override
    protected @Nullable Backing take(long size, Constraints wanted) {
        return size <= chunkBytes ? super.take(size, wanted) : null;
    }
}
