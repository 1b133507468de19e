package dev.baton.buffers.heap;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.Device;
import dev.baton.buffers.Segment;

import java.util.List;

/**
 * Which addresses devices see (B9): physical ones, or those of an IOMMU. The exporter asks it, not
 * the importer. An SPI; {@link #DIRECT} suits a machine without IOMMU.
 *
 * <p><b>Threading:</b> any thread; calls for one attachment come one after the other.
 *
 * @since 0.1
 */
public interface Topology {
    /** Every device sees physical addresses. */
    Topology DIRECT = (attachment, physical) -> physical;

    /**
     * Maps storage for a device.
     *
     * @param attachment the device and the buffer
     * @param physical where the storage is
     * @return where the device sees it
     * @throws dev.baton.buffers.BufferException.Exhausted if there are no addresses left (B9)
     */
    List<Segment> map(Attachment attachment, List<Segment> physical);

    /**
     * Takes a mapping back, or keeps it for the next time.
     *
     * @param attachment the device and the buffer
     * @param segments what {@link #map} returned
     */
    default void unmap(Attachment attachment, List<Segment> segments) {}

    /**
     * Lets go of what was kept for a device.
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
