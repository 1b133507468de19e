package dev.baton.proptests.sharing;

import dev.baton.buffers.Segment;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.Constraints;
import dev.baton.buffers.heap.Heap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broken heap: buffers of one size all get the same storage. */
final class OverlappingHeap extends Heap {
    private final Map<Long, Backing> bySize = new HashMap<>();

    OverlappingHeap(Coherency.Maker coherency) {
        super(coherency);
    }

    @Override
    public String name() {
        return "overlapping";
    }

    @Override
    protected Backing take(long size, Constraints wanted) {
        return bySize.computeIfAbsent(
                size, bytes -> Backing.of(List.of(new Segment(bytes << 10, bytes))));
    }

    @Override
    protected void free(Backing backing) {}
}
