package dev.baton.buffers;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The owner of one buffer's storage: what provides its bytes and takes them back.
 *
 * <p>An SPI; the counterpart of Linux's {@code struct dma_buf_ops} together with its private data.
 * Unlike there, what every exporter must do is abstract and what it may do has a default, so the
 * compiler checks it; and one instance backs one buffer. Arguments were checked before they arrive
 * here. An exporter may keep a handle of its own buffer; that is a reference like any other and no
 * leak.
 *
 * <p><b>Threading:</b> any thread, several at once, but for one attachment one call at a time. No
 * claim of the core on another buffer or attachment is held during a call. Nothing here may wait for
 * a job (rule B3).
 *
 * @since 0.1
 */
public abstract class Exporter {
    /** Held while this is exported. */
    final Object exporting = new Object();

    /** The one buffer that this backs; null before its export. Guard: exporting. */
    @Nullable
    SharedBuffer backed;

    /** Makes an exporter of one buffer. */
    protected Exporter() {}

    /**
     * Names this exporter for people.
     *
     * @return a short name, the same at every call once it has storage
     */
    public abstract String name();

    /**
     * The buffer that was exported from here, for an importer that finds it is its own (Linux's
     * {@code dma_buf->ops == &my_ops}).
     *
     * @param handle a buffer from anywhere
     * @return whether this exporter backs it, and its storage may be used directly
     */
    public final boolean backs(BufferHandle handle) {
        return handle.buffer().exporter() == this;
    }

    /**
     * Maps the storage for a device: {@code map_dma_buf}. Storage that is chosen at first use is
     * chosen here, from all that is attached.
     *
     * @param attachment the device and its limits, which the answer must meet
     * @param direction which way bytes will go
     * @return the whole buffer as the device will address it, in order; as many bytes as the buffer
     * @throws BufferException.Exhausted if there is no storage, or are no addresses, left
     * @throws BufferException.Unreachable if the device cannot reach the storage
     */
    protected abstract List<Segment> map(Attachment attachment, Direction direction);

    /**
     * Takes a mapping back: {@code unmap_dma_buf}. Called once for each {@link #map}.
     *
     * @param attachment whose mapping it was
     * @param segments what {@link #map} returned
     * @param direction as it was mapped
     */
    protected abstract void unmap(
            Attachment attachment, List<Segment> segments, Direction direction);

    /**
     * A mapping was taken back by {@link #unmap}, or did not come about, and no claim of the core is
     * held any more: here those who waited for what it used can be served, which may map other
     * buffers. The default has nothing to do.
     *
     * @param attachment whose mapping it was
     */
    protected void unmapped(Attachment attachment) {}

    /**
     * Whether the buffer belongs to somebody, for {@link SharedBuffer#allOf}.
     *
     * @param owner whatever may own buffers, such as a heap
     * @return false, unless overridden
     */
    protected boolean isOf(Object owner) {
        return false;
    }

    /**
     * Takes the storage back; the buffer is over. Called exactly once, by the thread that gave the
     * last reference back, after everything that any thread did before its own close (rule B2). What
     * is thrown here reaches that thread's {@code close}.
     */
    protected abstract void release();

    /**
     * The bytes themselves, past every cache and page table: {@code vmap}. For the exporter's side,
     * tests and tools, not for clients.
     *
     * @return the storage of the whole buffer
     */
    protected abstract Storage pages();

    /**
     * Provides the bytes for one new CPU mapping: {@code mmap}. It is coherent, or fakes it (B4).
     *
     * <p>The mapping holds its reference already, so the storage is not released while it lives.
     * What is thrown here reaches the caller of {@code map}, and the mapping does not come about.
     *
     * @param request what is mapped
     * @return the storage of the whole buffer, as seen through this mapping; {@link #munmap} gives
     *     it back
     */
    protected abstract Storage mmap(MapRequest request);

    /**
     * Takes a CPU mapping back. The default has nothing to do.
     *
     * @param view what {@link #mmap} returned
     */
    protected void munmap(Storage view) {}

    /**
     * Takes storage for the buffer that is being exported. The default takes nothing, for an exporter
     * that has its storage already or chooses it at first use.
     *
     * @param buffer the buffer, of which nobody has a handle yet
     * @throws BufferException.Exhausted to refuse; then there is no buffer, and {@link #release()} is
     *     not called
     */
    protected void exported(SharedBuffer buffer) {}

    /**
     * Looks at a device that attaches, which {@link SharedBuffer#devices()} names already: {@code
     * attach}. The default takes everybody.
     *
     * @param attachment the device
     * @throws BufferException.Unreachable to refuse a device that cannot reach storage already chosen
     */
    protected void attach(Attachment attachment) {}

    /**
     * Lets go of what was kept for a device, which has no mapping any more: {@code detach}. The default
     * has nothing to do.
     *
     * @param attachment the device
     */
    protected void detach(Attachment attachment) {}

    /**
     * Whether CPU access has to be bracketed now (B5).
     *
     * @return false, unless overridden: brackets have nothing to do, and cost nothing
     */
    protected boolean needsMaintenance() {
        return false;
    }

    /**
     * The CPU is about to touch a range: {@code begin_cpu_access}. The default has nothing to do.
     *
     * @param direction whether it will read what a device wrote, write for a device, or both
     * @param offset bytes from the start of the buffer
     * @param length bytes, at least 1
     */
    protected void beginCpuAccess(Direction direction, long offset, long length) {}

    /**
     * The CPU has touched a range: {@code end_cpu_access}. The default has nothing to do.
     *
     * @param direction as it began; for {@link Direction#FROM_DEVICE} nothing may be written back
     * @param offset bytes from the start of the buffer
     * @param length bytes, at least 1
     */
    protected void endCpuAccess(Direction direction, long offset, long length) {}

    /**
     * The buffer leaves the CPU domain: {@code dma_sync_sgtable_for_device}. Where coherency is faked
     * the work is done here (B4). The default has nothing to do.
     *
     * @param attachment the device that will touch it
     * @param direction which way bytes will go
     */
    protected void beginDevice(Attachment attachment, Direction direction) {}

    /**
     * The buffer may come back to the CPU domain: {@code dma_sync_sgtable_for_cpu}. The default has
     * nothing to do.
     *
     * @param attachment the device that has touched it
     * @param direction which way bytes went
     */
    protected void endDevice(Attachment attachment, Direction direction) {}

    /**
     * What keeping this buffer coherent has cost so far.
     *
     * @return the counts; unless overridden none
     */
    protected Counters counters() {
        return Counters.NONE;
    }
}
