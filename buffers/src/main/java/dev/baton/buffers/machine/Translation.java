package dev.baton.buffers.machine;

import dev.baton.buffers.Device;

/**
 * Where on the bus an address of a device leads: the tables of an IOMMU, as the hardware walks
 * them; Linux asks them by {@code iommu_iova_to_phys}, unlike here of a domain and not of a device.
 * It is the reading side of a {@link dev.baton.buffers.heap.Topology}.
 *
 * <p><b>Threading:</b> any thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Translation {
    /** Devices name physical addresses. */
    Translation NONE = (device, address) -> address;

    /**
     * Translates one address; whoever asks does so again for each page.
     *
     * @param device who accesses
     * @param address as it names it, unsigned
     * @return the physical address, unsigned
     * @throws RuntimeException if nothing is mapped there, such as an IOMMU's fault
     */
    long translate(Device device, long address);
}
