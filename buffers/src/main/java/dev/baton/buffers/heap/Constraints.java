package dev.baton.buffers.heap;

import dev.baton.buffers.Device;
import dev.baton.buffers.Segment;

import java.util.List;

/**
 * What storage must be like for all of several devices (B8): the tightest of their limits.
 *
 * @param addressMax the highest physical address, unsigned
 * @param segmentsMax how many segments at most; 1 for contiguous memory
 * @param segmentBytesMax how long one segment may be
 * @since 0.1
 */
public record Constraints(long addressMax, int segmentsMax, long segmentBytesMax) {
    /** No limit. */
    public static final Constraints NONE = new Constraints(-1, Integer.MAX_VALUE, Long.MAX_VALUE);

    /**
     * The tightest limits of several devices.
     *
     * @param devices those that see physical addresses
     * @return limits that suit all
     */
    public static Constraints of(List<Device> devices) {
        Constraints all = NONE;
        for (Device device : devices) {
            all = all.and(device);
        }
        return all;
    }

    private Constraints and(Device device) {
        long address = device.addressMax();
        return new Constraints(
                Long.compareUnsigned(address, addressMax) < 0 ? address : addressMax,
                Math.min(segmentsMax, device.segmentsMax()),
                Math.min(segmentBytesMax, device.segmentBytesMax()));
    }

    /**
     * Whether storage meets them as it is.
     *
     * @param segments where it is
     * @return whether every one of these devices reaches all of it
     */
    public boolean allow(List<Segment> segments) {
        return segments.size() <= segmentsMax
                && segments.stream()
                        .allMatch(each -> Long.compareUnsigned(each.last(), addressMax) <= 0
                                && each.length() <= segmentBytesMax);
    }
}
