package dev.baton.buffers.heap;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A source of storage for shared buffers: a dma-buf heap of Linux.
 *
 * <p>Users call {@link #allocate}. Heaps are an SPI: a subclass keeps its own private state and says
 * where bytes come from and where they go; one exporter serves them all. Allocation is separate from
 * mapping: no mapping is made here.
 *
 * <p><b>Threading:</b> any thread, and a subclass must stand the same. <b>Memory effects:</b> see
 * the page of {@code dev.baton.buffers}. <b>Progress:</b> the subclass's; it must not wait for a job
 * (rule B3).
 *
 * @since 0.1
 */
public abstract class Heap {
    private final Coherency.Maker coherency;

    /** Makes a heap of memory that is coherent by itself. */
    protected Heap() {
        this(backing -> Coherency.COHERENT);
    }

    /**
     * Makes a heap.
     *
     * @param coherency keeps the CPU's view of each of its buffers and the devices' the same
     */
    protected Heap(Coherency.Maker coherency) {
        this.coherency = coherency;
    }

    /**
     * Allocates a buffer from this heap, at once: Linux's {@code DMA_HEAP_IOCTL_ALLOC}. To let the
     * attached devices choose among several heaps, see {@link Allocator}.
     *
     * <p>The size is never rounded silently; {@link SharedBuffer#pagesFor} helps. The bytes are 0.
     *
     * @param name for people; need not be unique, at most {@link SharedBuffer#NAME_LENGTH_MAX} chars
     * @param size bytes: whole pages, at least one, at most {@link SharedBuffer#SIZE_MAX}
     * @return the buffer's only handle; close it to let the storage go
     * @throws BufferException.OutOfRange if size or name is too long (B1)
     * @throws BufferException.Empty if the size is 0 (B1)
     * @throws BufferException.Misaligned if the size is not whole pages (B1)
     * @throws BufferException.Exhausted if this heap has no room (B8)
     */
    public final BufferHandle allocate(String name, long size) {
        return new Allocator(Topology.DIRECT, this).from(this, name, size);
    }

    /**
     * Names this heap for people.
     *
     * @return a short name, the same at every call
     */
    public abstract String name();

    /**
     * Takes storage out of this heap, all zeros.
     *
     * @param size bytes; whole pages, at least one, at most {@link SharedBuffer#SIZE_MAX}
     * @param wanted what it must be like
     * @return storage of that size that nobody else has, or null if there is none like that
     */
    protected abstract @Nullable Backing take(long size, Constraints wanted);

    /**
     * Gets storage back, once, after the last reference to its buffer (B2) and the last access.
     *
     * @param backing what {@link #take} returned
     */
    protected abstract void free(Backing backing);

    final Coherency coherency(Backing backing) {
        return coherency.of(backing);
    }
}
