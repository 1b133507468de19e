package dev.baton.buffers;

import static java.util.Objects.requireNonNull;

/**
 * An importer, and what its DMA can do: Linux's {@code struct device} with its DMA mask and {@code
 * dma_parms}. Unlike there, it says itself whether it snoops and what it agrees to. Begin with {@link
 * #named} and add its limits.
 *
 * <p>A device is told apart by identity of this object's values: give each its own name.
 *
 * @param name for people
 * @param addressBits how wide its addresses are, 12 to 64: the DMA mask
 * @param segmentsMax how many runs of addresses it can gather; 1 asks for contiguous memory
 * @param segmentBytesMax how long one run may be, at least a page
 * @param coherent whether it sees what is in the CPU's cache, as it snoops it
 * @param brackets whether it agrees to cached CPU mappings that are maintained by explicit brackets
 *     (B6)
 * @since 0.1
 */
public record Device(
        String name,
        int addressBits,
        int segmentsMax,
        long segmentBytesMax,
        boolean coherent,
        boolean brackets) {
    /** The narrowest addresses: those of one page. */
    public static final int ADDRESS_BITS_MIN = 12;

    /**
     * Refuses limits that no buffer could meet.
     *
     * @param name for people
     * @param addressBits how wide its addresses are
     * @param segmentsMax how many runs it can gather
     * @param segmentBytesMax how long one run may be
     * @param coherent whether it snoops the CPU's cache
     * @param brackets whether it agrees to explicit brackets
     * @throws IllegalArgumentException for such limits
     */
    public Device {
        requireNonNull(name, "name");
        if (addressBits < ADDRESS_BITS_MIN || addressBits > Long.SIZE) {
            throw new IllegalArgumentException(
                    name + ": addresses of " + addressBits + " bits; use 12 to 64");
        }
        if (segmentsMax < 1 || segmentBytesMax < SharedBuffer.PAGE_SIZE) {
            throw new IllegalArgumentException(name + ": " + segmentsMax + " segments of "
                    + segmentBytesMax + " bytes; use at least one of one page");
        }
    }

    /**
     * A device without limits, which does not snoop the CPU's cache.
     *
     * @param name for people
     * @return the device
     */
    public static Device named(String name) {
        return new Device(name, Long.SIZE, Integer.MAX_VALUE, Long.MAX_VALUE, false, false);
    }

    /**
     * The same device with narrower addresses.
     *
     * @param bits how wide, 12 to 64
     * @return the device
     */
    public Device withAddressBits(int bits) {
        return new Device(name, bits, segmentsMax, segmentBytesMax, coherent, brackets);
    }

    /**
     * The same device, which needs contiguous memory.
     *
     * @return the device
     */
    public Device contiguous() {
        return withSegments(1, segmentBytesMax);
    }

    /**
     * The same device with a shorter scatter list.
     *
     * @param most how many segments
     * @param bytesMax how long one may be
     * @return the device
     */
    public Device withSegments(int most, long bytesMax) {
        return new Device(name, addressBits, most, bytesMax, coherent, brackets);
    }

    /**
     * The same device, which snoops the CPU's cache.
     *
     * @return the device
     */
    public Device snooping() {
        return new Device(name, addressBits, segmentsMax, segmentBytesMax, true, brackets);
    }

    /**
     * The same device, which agrees to cached CPU mappings with explicit brackets (B6).
     *
     * @return the device
     */
    public Device withBrackets() {
        return new Device(name, addressBits, segmentsMax, segmentBytesMax, coherent, true);
    }

    /**
     * The highest address that it can name.
     *
     * @return unsigned
     */
    public long addressMax() {
        return addressBits == Long.SIZE ? -1 : (1L << addressBits) - 1;
    }

    @Override
    public String toString() {
        return "device " + Quoted.of(name);
    }
}
