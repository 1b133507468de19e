package dev.baton.buffers.heap;

import static java.util.Objects.requireNonNull;

import dev.baton.buffers.Device;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;

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
        Coherency coherency = null;
        try {
            check(heap, backing, size, wanted);
            coherency = requireNonNull(heap.coherency(backing));
        } finally {
            if (coherency == null) {
                heap.takeBack(backing);
            }
        }
        Chosen chosen = new Chosen(heap, backing, coherency, heap.map());
        chosen.plug();
        return chosen;
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

    private void plug() {
        List<Segment> segments = backing.segments();
        long offset = 0;
        int done = 0;
        try {
            for (; done < segments.size(); done++) {
                map.plug(segments.get(done), backing.bytes(), offset);
                offset += segments.get(done).length();
            }
        } finally {
            if (done < segments.size()) {
                giveBack(segments.subList(0, done));
            }
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
        giveBack(backing.segments());
    }

    private void giveBack(List<Segment> plugged) {
        try {
            coherency.release();
        } finally {
            try {
                plugged.forEach(map::unplug);
            } finally {
                heap.takeBack(backing);
            }
        }
    }
}
