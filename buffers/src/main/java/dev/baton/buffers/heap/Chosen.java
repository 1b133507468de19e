package dev.baton.buffers.heap;

import static java.util.Objects.requireNonNull;

import dev.baton.buffers.Device;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What one buffer is made of, once that is chosen. */
record Chosen(Heap heap, Backing backing, Coherency coherency, PhysicalMap map) {
    /** Takes storage from a heap; null if it has none that suits. */
    static @Nullable Chosen from(Heap heap, long size, Constraints wanted) {
        Backing backing = heap.provide(size, wanted);
        if (backing == null) {
            return null;
        }
        PhysicalMap map = heap.map();
        List<Segment> plugged = new ArrayList<>();
        Coherency coherency = null;
        try {
            check(heap, backing, size, wanted);
            plug(map, backing, plugged); // first, so that no two look after the same addresses
            coherency = requireNonNull(heap.coherency(backing));
            return new Chosen(heap, backing, coherency, map);
        } finally {
            if (coherency == null) {
                giveBack(heap, backing, map, plugged);
            }
        }
    }

    /** A heap is anybody's code, and a device that writes to the wrong address is hard to find. */
    private static void check(Heap heap, Backing backing, long size, Constraints wanted) {
        long bytes = backing.segments().stream().mapToLong(Segment::length).sum();
        boolean pages = backing.segments().stream().allMatch(Chosen::isPages);
        if (bytes != size || !pages || !wanted.allow(backing.segments())) {
            throw new IllegalStateException("heap " + heap.name() + " gave " + backing.segments()
                    + " for " + size + " bytes with " + wanted);
        }
    }

    private static boolean isPages(Segment segment) {
        return (segment.address() | segment.length()) % SharedBuffer.PAGE_SIZE == 0;
    }

    private static void plug(PhysicalMap map, Backing backing, List<Segment> plugged) {
        long offset = 0;
        for (Segment segment : backing.segments()) {
            map.plug(segment, backing.bytes(), offset);
            plugged.add(segment);
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
            giveBack(heap, backing, map, backing.segments());
        }
    }

    private static void giveBack(
            Heap heap, Backing backing, PhysicalMap map, List<Segment> plugged) {
        try {
            plugged.forEach(map::unplug);
        } finally {
            heap.takeBack(backing);
        }
    }
}
