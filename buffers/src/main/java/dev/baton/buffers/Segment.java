package dev.baton.buffers;

/**
 * A run of bytes that are next to each other in the addresses that a device sees: an entry of
 * Linux's {@code struct scatterlist}, with {@code sg_dma_address} and {@code sg_dma_len}. Unlike there,
 * nothing leads from it to the pages: importers get at bytes by mappings only.
 *
 * @param address the first byte's address, unsigned
 * @param length bytes, at least 1
 * @since 0.1
 */
public record Segment(long address, long length) {
    /**
     * Refuses what is no run of bytes.
     *
     * @param address the first byte's address, unsigned
     * @param length bytes
     * @throws IllegalArgumentException if the length is not positive or the run leaves the addresses
     */
    public Segment {
        if (length <= 0 || Long.compareUnsigned(address + (length - 1), address) < 0) {
            throw new IllegalArgumentException("no run of " + length + " bytes at " + hex(address));
        }
    }

    /** {@return the last byte's address, unsigned} */
    public long last() {
        return address + (length - 1);
    }

    @Override
    public String toString() {
        return length + " at " + hex(address);
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
