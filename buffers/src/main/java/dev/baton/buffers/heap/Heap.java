package dev.baton.buffers.heap;

import static java.util.Objects.requireNonNull;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.BufferInfo;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A source of storage for shared buffers: a dma-buf heap of Linux. Unlike there, storage may be
 * chosen among several heaps at the first use; see {@link Allocator}.
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
public abstract class Heap implements AutoCloseable {
    private final Coherency.Maker coherency;

    /** How many buffers have its storage just now. */
    private final AtomicLong out = new AtomicLong();

    private volatile PhysicalMap map = PhysicalMap.NONE;
    private volatile @Nullable Consumer<HeapReport> leaks;
    private volatile boolean closed;

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
     * @throws BufferException.Exhausted if this heap is closed or has no room (B8)
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

    /**
     * Makes the storage of all buffers from now on known to a machine, by its addresses.
     *
     * @param machine where devices look them up
     */
    public final void plugInto(PhysicalMap machine) {
        map = requireNonNull(machine, "machine");
    }

    /**
     * Names who is told at the {@link #close} if buffers are still open then.
     *
     * @param told gets the report, on the closing thread
     */
    public final void reportLeaksTo(Consumer<HeapReport> told) {
        leaks = requireNonNull(told, "told");
    }

    /**
     * What this heap has given out and not got back (B11), also after the close.
     *
     * @return a snapshot
     */
    public final HeapReport report() {
        List<BufferInfo> open = SharedBuffer.allOf(this);
        return new HeapReport(name(), open, Math.max(0, out.get() - open.size()));
    }

    /**
     * Gives no more storage out. Buffers that are open stay so and give theirs back as they end; that
     * they are is told to who wants to know. A second close does nothing.
     */
    @Override
    public final void close() {
        synchronized (out) {
            if (closed) {
                return;
            }
            closed = true;
        }
        Consumer<HeapReport> told = leaks;
        HeapReport report = report();
        if (told != null && !report.isClean()) {
            told.accept(report);
        }
    }

    final boolean isClosed() {
        return closed;
    }

    final PhysicalMap map() {
        return map;
    }

    final Coherency coherency(Backing backing) {
        return coherency.of(backing);
    }

    /** Takes storage unless closed, and counts it. */
    final @Nullable Backing provide(long size, Constraints wanted) {
        Backing backing = closed ? null : take(size, wanted);
        if (backing != null) {
            out.incrementAndGet();
        }
        return backing;
    }

    final void takeBack(Backing backing) {
        out.decrementAndGet();
        free(backing);
    }
}
