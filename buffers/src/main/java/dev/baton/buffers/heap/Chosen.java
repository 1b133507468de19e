package dev.baton.buffers.heap;

import static java.util.Objects.requireNonNull;

import dev.baton.buffers.Device;
import dev.baton.buffers.Segment;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What one buffer is made of, once that is chosen. */
record Chosen(Heap heap, Backing backing, Coherency coherency, PhysicalMap map) {
    /** Takes storage from a heap; null if it has none that suits. */
    static @Nullable Chosen from(Heap heap, long size, Constraints wanted) {
        Backing backing = heap.provide(size, wanted);
        if (backing == null) {
            return null;
        }
        boolean made = false;
        try {
            check(heap, backing, size, wanted);
            Chosen chosen =
                    new Chosen(heap, backing, requireNonNull(heap.coherency(backing)), heap.map());
            chosen.plug();
            made = true;
            return chosen;
        } finally {
            if (!made) {
                heap.takeBack(backing);
            }
        }
    }

    /** A heap is anybody's code, and a device that writes to the wrong address is hard to find. */
    private static void check(Heap heap, Backing backing, long size, Constraints wanted) {
        long bytes = backing.segments().stream().mapToLong(Segment::length).sum();
        if (bytes != size || !wanted.allow(backing.segments())) {
            throw new IllegalStateException("heap " + heap.name() + " gave " + backing.segments()
                    + " for " + size + " bytes with " + wanted);
        }
    }

    private void plug() {
        long offset = 0;
        for (Segment segment : backing.segments()) {
            map.plug(segment, backing.bytes(), offset);
            offset += segment.length();
        }
    }

    /** Whether its bytes are there now. */
    boolean populate() {
        return !(backing.bytes() instanceof Pages pages) || pages.populate();
    }

    boolean allows(List<Device> devices) {
        return Constraints.of(devices).allow(backing.segments());
    }

    void giveBack() {
        try {
            coherency.release();
        } finally {
            backing.segments().forEach(map::unplug);
            heap.takeBack(backing);
        }
    }
}
