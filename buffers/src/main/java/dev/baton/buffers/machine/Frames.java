package dev.baton.buffers.machine;

import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;

import java.util.List;
import java.util.stream.LongStream;

/** Where each page of a buffer is in memory. */
final class Frames {
    private static final int PAGE_SIZE = SharedBuffer.PAGE_SIZE;

    private final long[] addresses;

    Frames(List<Segment> segments) {
        addresses = segments.stream().flatMapToLong(Frames::pages).toArray();
    }

    private static LongStream pages(Segment segment) {
        if (((segment.address() | segment.length()) & (PAGE_SIZE - 1)) != 0) {
            throw new IllegalArgumentException(segment + " is not whole pages");
        }
        return LongStream.range(0, segment.length() / PAGE_SIZE)
                .map(page -> segment.address() + page * PAGE_SIZE);
    }

    int count() {
        return addresses.length;
    }

    long address(int page) {
        return addresses[page];
    }

    /** The page at a physical address, or -1. */
    int indexOf(long address) {
        for (int page = 0; page < addresses.length; page++) {
            if (addresses[page] == address) {
                return page;
            }
        }
        return -1;
    }

    /** Where a byte of the buffer is. */
    long physical(long offset) {
        return addresses[page(offset)] + (offset & (PAGE_SIZE - 1));
    }

    static int page(long offset) {
        return (int) (offset / PAGE_SIZE);
    }
}
