package dev.baton.buffers.heap;

import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A heap with a region of physical memory, which it hands out in contiguous pieces. */
abstract class RegionHeap extends Heap {
    private final String name;
    private final long base;
    private final long unitBytes;

    /** What is free, in units. Guard: itself. */
    private final PagePool pool;

    RegionHeap(String name, long base, long unitBytes, long units, Coherency.Maker coherency) {
        super(coherency);
        if ((base & (SharedBuffer.PAGE_SIZE - 1)) != 0
                || unitBytes % SharedBuffer.PAGE_SIZE != 0
                || units < 1) {
            throw new IllegalArgumentException("heap " + name + ": a region of " + units + " times "
                    + unitBytes + " bytes at 0x" + Long.toHexString(base)
                    + "; use whole pages, at least one");
        }
        new Segment(base, Math.multiplyExact(unitBytes, units)); // refuses what has no addresses
        this.name = name;
        this.base = base;
        this.unitBytes = unitBytes;
        this.pool = new PagePool(units);
    }

    @Override
    public final String name() {
        return name;
    }

    /** {@return how much of the region is free, in whole pieces} */
    public final long freeBytes() {
        synchronized (pool) {
            return pool.free() * unitBytes;
        }
    }

    /** {@return the size of the largest buffer that would fit just now} */
    public long largestBytes() {
        synchronized (pool) {
            return pool.longestRun() * unitBytes;
        }
    }

    @Override
    protected @Nullable Backing take(long size, Constraints wanted) {
        long units = units(size);
        synchronized (pool) {
            long first = pool.take(units);
            if (first == PagePool.NO_RUN) {
                return null;
            }
            List<Segment> segments = List.of(new Segment(base + first * unitBytes, size));
            if (!wanted.allow(segments)) { // nor would a higher address do
                pool.giveBack(first, units);
                return null;
            }
            return Backing.of(segments);
        }
    }

    @Override
    protected final void free(Backing backing) {
        Segment run = backing.segments().get(0);
        synchronized (pool) {
            pool.giveBack((run.address() - base) / unitBytes, units(run.length()));
        }
    }

    private long units(long size) {
        return (size + unitBytes - 1) / unitBytes;
    }
}
