package dev.baton.buffers.heap;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.Device;
import dev.baton.buffers.Segment;

import java.util.List;

/**
 * Which addresses devices see (B9): physical ones, or those of an IOMMU. The exporter asks it, not
 * the importer. Linux's {@code struct dma_map_ops}, unlike there one for a machine, not for each
 * device. An SPI; {@link #DIRECT} suits a machine without IOMMU.
 *
 * <p><b>Threading:</b> any thread; calls for one attachment come one after the other.
 *
 * @since 0.1
 */
public interface Topology {
    /** Every device sees physical addresses, in runs no longer than it can take. */
    Topology DIRECT = (attachment, physical) ->
            new Mapped(Constraints.of(List.of(attachment.device())).cut(physical), false);

    /**
     * An answer: the DMA side of Linux's {@code struct sg_table}; unlike that, it tells what it
     * cost.
     *
     * @param segments where the device sees the storage, in order
     * @param avoided whether nothing had to be mapped for that, as it was kept or is shared
     * @since 0.1
     */
    record Mapped(List<Segment> segments, boolean avoided) {
        /**
         * Copies the list.
         *
         * @param segments where the device sees the storage
         * @param avoided whether nothing had to be mapped
         */
        public Mapped {
            segments = List.copyOf(segments);
        }
    }

    /**
     * Maps storage for a device. The caller may hold claims on this attachment and its buffer, so no
     * other attachment may be touched here.
     *
     * @param attachment the device and the buffer
     * @param physical where the storage is
     * @return where the device sees it
     * @throws dev.baton.buffers.BufferException.Exhausted if there are no addresses left (B9)
     */
    Mapped map(Attachment attachment, List<Segment> physical);

    /**
     * Takes a mapping back, or keeps it for the next time. Claims are held as for {@link #map}.
     *
     * @param attachment the device and the buffer
     * @param segments what {@link #map} returned
     */
    default void unmap(Attachment attachment, List<Segment> segments) {}

    /**
     * Follows each {@link #unmap} when no claim is held any more: who waits for addresses is served
     * here.
     */
    default void unmapped() {}

    /**
     * Looks at a device that attaches.
     *
     * @param attachment the device and the buffer
     * @throws dev.baton.buffers.BufferException.Unreachable if the device can never be given addresses
     *     for all of this buffer, or none that it can name
     */
    default void attach(Attachment attachment) {}

    /**
     * Lets go of what was kept for a device, before the storage can go. No claim is held.
     *
     * @param attachment the device and the buffer
     */
    default void detach(Attachment attachment) {}

    /**
     * Whether a device sees physical addresses, so that its limits are limits of the storage.
     *
     * @param device the device
     * @return false if it is behind an IOMMU
     */
    default boolean isDirect(Device device) {
        return true;
    }
}
