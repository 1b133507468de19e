package dev.baton.buffers.heap;

import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;

import java.util.ArrayList;
import java.util.List;

/** A heap whose buffers lie in single pages, backwards and with holes; freed pages are taken again. */
public final class ScatteredHeap extends Heap {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;
    private static final long TOP = 0x8000_0000_0000_4000L; // signed comparisons fail around here
    private static final int STEP = 3 * PAGE;

    private long next = TOP;
    private final List<Long> free = new ArrayList<>();

    public ScatteredHeap(Coherency.Maker coherency) {
        super(coherency);
    }

    @Override
    public String name() {
        return "scattered";
    }

    @Override
    protected synchronized Backing take(long size, Constraints wanted) {
        Storage bytes = new ByteStorage(size);
        List<Segment> segments = new ArrayList<>();
        for (long page = 0; page < size / PAGE; page++) {
            segments.add(new Segment(page(), PAGE));
        }
        return new Backing(segments, bytes);
    }

    private long page() {
        if (!free.isEmpty()) {
            return free.remove(free.size() - 1);
        }
        next -= STEP;
        return next;
    }

    @Override
    protected synchronized void free(Backing backing) {
        backing.segments().forEach(segment -> free.add(segment.address()));
    }

    /** Bytes for another test's heap. */
    public static Storage bytes(long size) {
        return new ByteStorage(size);
    }
}
