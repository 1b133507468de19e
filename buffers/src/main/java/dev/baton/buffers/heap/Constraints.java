package dev.baton.buffers.heap;

import static dev.baton.buffers.SharedBuffer.PAGE_SIZE;

import dev.baton.buffers.Device;
import dev.baton.buffers.Segment;

import java.util.ArrayList;
import java.util.List;

/**
 * What storage must be like for all of several devices (B8): the tightest of their limits. Linux's
 * exporters work it out of each attachment's DMA mask and {@code dma_parms}; unlike there, it is
 * done once for all heaps.
 *
 * @param addressMax the highest physical address, unsigned
 * @param segmentsMax how many segments at most; 1 for contiguous memory
 * @param segmentBytesMax how long one segment may be, at least a page
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
     * Whether storage meets them, once it is {@linkplain #cut cut}.
     *
     * @param segments where it is
     * @return whether every one of these devices reaches all of it
     */
    public boolean allow(List<Segment> segments) {
        long pieces = 0;
        for (Segment each : segments) {
            if (Long.compareUnsigned(each.last(), addressMax) > 0) {
                return false;
            }
            pieces += (each.length() - 1) / pieceBytes() + 1;
        }
        return pieces <= segmentsMax;
    }

    /**
     * The same bytes in runs that are short enough.
     *
     * @param segments where the storage is
     * @return the very list if all are short enough, else one with the long ones in pieces
     */
    public List<Segment> cut(List<Segment> segments) {
        if (segments.stream().allMatch(each -> each.length() <= pieceBytes())) {
            return segments;
        }
        List<Segment> pieces = new ArrayList<>();
        for (Segment each : segments) {
            for (long at = 0; at < each.length(); at += pieceBytes()) {
                long length = Math.min(pieceBytes(), each.length() - at);
                pieces.add(new Segment(each.address() + at, length));
            }
        }
        return pieces;
    }

    /** Whole pages, so that pieces begin at pages; half of all longs, so that sums stay positive. */
    private long pieceBytes() {
        return Math.min(segmentBytesMax, Long.MAX_VALUE / 2) & -PAGE_SIZE;
    }

    /** Says the limits in words, without those that are none. */
    @Override
    public String toString() {
        List<String> limits = new ArrayList<>();
        if (addressMax != -1) {
            limits.add("addresses up to 0x" + Long.toHexString(addressMax));
        }
        if (segmentsMax == 1) {
            limits.add("contiguous");
        } else if (segmentsMax < Integer.MAX_VALUE) {
            limits.add("at most " + segmentsMax + " segments");
        }
        if (segmentBytesMax < Long.MAX_VALUE) {
            limits.add("segments of at most " + segmentBytesMax + " bytes");
        }
        return limits.isEmpty() ? "no limits" : String.join(", ", limits);
    }
}
