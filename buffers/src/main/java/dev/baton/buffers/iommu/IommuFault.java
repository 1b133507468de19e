package dev.baton.buffers.iommu;

/**
 * A device touched an address that is not mapped for it: what Linux reports by {@code
 * report_iommu_fault}; unlike there, to whoever made the access. Nothing was read or written.
 *
 * @since 0.1
 */
public final class IommuFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The address. */
    private final long address;

    IommuFault(String domain, long address) {
        super("B9: IOMMU \"" + domain + "\": nothing is mapped at 0x" + Long.toHexString(address)
                + "; the device goes beyond its mapping, or uses one that is closed");
        this.address = address;
    }

    /** {@return the address that the device named, unsigned} */
    public long address() {
        return address;
    }
}
