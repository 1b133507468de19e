package dev.baton.buffers.heap;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.Counters;
import dev.baton.buffers.Direction;
import dev.baton.buffers.MapRequest;
import dev.baton.buffers.Storage;

/**
 * How the CPU's view of one buffer and that of the devices are kept the same (B4 to B6): what the
 * coherency callbacks of Linux's {@code dma_buf_ops} do, unlike there apart from any heap. An SPI,
 * of which each buffer has one; {@link #COHERENT} suits memory that is coherent by itself.
 *
 * <p><b>Threading:</b> any thread, several at once. Nothing here may wait for a job (B3).
 *
 * @since 0.1
 */
public interface Coherency {
    /** Memory that is coherent by itself: every view is the memory, and nothing is ever to be done. */
    Coherency COHERENT = (request, backing) -> backing.bytes();

    /**
     * Makes the coherency of one buffer. Unlike here, Linux's exporters have theirs built in.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Maker {
        /**
         * Makes it, when the buffer's storage is known.
         *
         * @param backing the storage
         * @return the buffer's own, or {@link Coherency#COHERENT}
         */
        Coherency of(Backing backing);
    }

    /**
     * A new CPU mapping.
     *
     * @param request what is mapped
     * @param backing the storage
     * @return the buffer as seen through this mapping
     */
    Storage mmap(MapRequest request, Backing backing);

    /**
     * A CPU mapping is over.
     *
     * @param view what {@link #mmap} returned
     */
    default void munmap(Storage view) {}

    /**
     * A device attaches; it may not agree to what is in use (B6).
     *
     * @param attachment the device
     */
    default void attach(Attachment attachment) {}

    /**
     * A device detaches.
     *
     * @param attachment the device
     */
    default void detach(Attachment attachment) {}

    /**
     * Whether brackets have something to do.
     *
     * @return whether CPU access is to be bracketed (B5)
     */
    default boolean needsMaintenance() {
        return false;
    }

    /**
     * The CPU is about to touch a range.
     *
     * @param direction whether it will read what a device wrote, write for a device, or both
     * @param offset bytes from the start of the buffer
     * @param length bytes
     */
    default void beginCpuAccess(Direction direction, long offset, long length) {}

    /**
     * The CPU has touched a range.
     *
     * @param direction as it began
     * @param offset bytes from the start of the buffer
     * @param length bytes
     */
    default void endCpuAccess(Direction direction, long offset, long length) {}

    /**
     * The buffer leaves the CPU domain.
     *
     * @param attachment the device that will touch it
     * @param direction which way bytes will go
     */
    default void beginDevice(Attachment attachment, Direction direction) {}

    /**
     * The device has done its work.
     *
     * @param attachment the device
     * @param direction which way bytes went
     */
    default void endDevice(Attachment attachment, Direction direction) {}

    /**
     * The buffer is over and its storage about to go back to the heap: nothing may be left of it in a
     * cache, to be written back over the next one's bytes. There is no mapping any more.
     */
    default void release() {}

    /**
     * What this has cost so far.
     *
     * @return the counts
     */
    default Counters counters() {
        return Counters.NONE;
    }
}
