package dev.baton.buffers.machine;

import dev.baton.buffers.Segment;
import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.PhysicalMap;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Physical memory, by unsigned address: what is behind every cache. Linux's counterpart is a memory
 * block, which is plugged in before it is used; unlike that, it comes and goes with each buffer.
 *
 * <p>Heaps plug their storage in, and so does the coherency of each buffer for as long as it looks
 * after it. No address has two storages. Accesses here are a device's or a test's.
 *
 * <p><b>Threading:</b> any thread. <b>Memory effects:</b> plain. <b>Cost:</b> logarithmic in the number
 * of segments, then the bytes.
 *
 * @since 0.1
 */
public final class Memory implements PhysicalMap {
    /** A run of addresses, the storage behind it, and how many have plugged it in. */
    private record Region(Segment at, Storage bytes, long base, int plugged) {
        private Region plugged(int times) {
            return new Region(at, bytes, base, times);
        }

        /** If it begins no later than the other ends. */
        private boolean overlaps(Segment other) {
            return Long.compareUnsigned(at.last(), other.address()) >= 0;
        }

        private boolean isSameAs(Region other) {
            return at.equals(other.at) && bytes == other.bytes && base == other.base;
        }
    }

    /** Written with this held, read by anybody. */
    private final ConcurrentNavigableMap<Long, Region> regions =
            new ConcurrentSkipListMap<>(Long::compareUnsigned);

    Memory() {}

    /**
     * Plugs storage in. The same may come again, and then goes after as many calls of {@link #unplug}.
     *
     * @param where the addresses
     * @param bytes the storage
     * @param offset of the first of these addresses in the storage
     * @throws IllegalArgumentException if other memory is at one of the addresses
     */
    @Override
    public synchronized void plug(Segment where, Storage bytes, long offset) {
        Region fresh = new Region(where, bytes, offset, 1);
        Region old = below(where.last());
        if (old != null && old.overlaps(where)) {
            if (!old.isSameAs(fresh)) {
                throw new IllegalArgumentException(where + " overlaps " + old.at);
            }
            fresh = old.plugged(old.plugged + 1);
        }
        regions.put(where.address(), fresh);
    }

    /**
     * Takes storage out, once for each {@link #plug}.
     *
     * @param where as it was plugged in
     */
    @Override
    public synchronized void unplug(Segment where) {
        regions.computeIfPresent(
                where.address(),
                (at, old) -> old.plugged == 1 ? null : old.plugged(old.plugged - 1));
    }

    /** Plugs a buffer's storage in, whether its heap has or not; or none of it. */
    synchronized void plug(Backing backing) {
        List<Segment> done = new ArrayList<>();
        boolean all = false;
        try {
            long base = 0;
            for (Segment segment : backing.segments()) {
                plug(segment, backing.bytes(), base);
                done.add(segment);
                base += segment.length();
            }
            all = true;
        } finally {
            if (!all) {
                done.forEach(this::unplug);
            }
        }
    }

    /** {@return how many runs of addresses have memory} */
    public int segments() {
        return regions.size();
    }

    /**
     * Copies bytes out.
     *
     * @param address the first byte's, unsigned
     * @param into where to copy to
     * @param at the first index of {@code into} that is written
     * @param length how many bytes
     * @throws IllegalStateException if there is no memory at one of the addresses: a bus error
     */
    public void read(long address, byte[] into, int at, int length) {
        for (int done = 0; done < length; ) {
            long next = address + done;
            Region region = at(next);
            int run = run(region, next, length - done);
            region.bytes.get(offset(region, next), into, at + done, run);
            done += run;
        }
    }

    /**
     * Copies bytes in.
     *
     * @param address the first byte's, unsigned
     * @param from where to copy from
     * @param at the first index of {@code from} that is read
     * @param length how many bytes
     * @throws IllegalStateException if there is no memory at one of the addresses: a bus error
     */
    public void write(long address, byte[] from, int at, int length) {
        for (int done = 0; done < length; ) {
            long next = address + done;
            Region region = at(next);
            int run = run(region, next, length - done);
            region.bytes.put(offset(region, next), from, at + done, run);
            done += run;
        }
    }

    private Region at(long address) {
        Region region = below(address);
        if (region == null || Long.compareUnsigned(address, region.at.last()) > 0) {
            throw new IllegalStateException("no memory at 0x" + Long.toHexString(address));
        }
        return region;
    }

    /** The last region that begins at an address or before it. */
    private @Nullable Region below(long address) {
        Map.Entry<Long, Region> below = regions.floorEntry(address);
        return below == null ? null : below.getValue();
    }

    private static int run(Region region, long address, int most) {
        long left = region.at.last() - address; // one less than the bytes, which might be 2^63
        return left < most - 1 ? (int) left + 1 : most;
    }

    private static long offset(Region region, long address) {
        return region.base + (address - region.at.address());
    }
}
