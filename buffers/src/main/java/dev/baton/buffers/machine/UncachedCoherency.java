package dev.baton.buffers.machine;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.Direction;
import dev.baton.buffers.MapRequest;
import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.Coherency;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Mappings past the cache: nothing is ever to be done, and every access pays. */
final class UncachedCoherency implements Coherency {
    private final Machine machine;
    private final List<Segment> segments;
    private final Frames frames;
    private final boolean combining;

    /** How often the write-combining buffers were drained: a device sees what is in memory. */
    private final AtomicInteger drains = new AtomicInteger();

    UncachedCoherency(Machine machine, Backing backing, boolean combining) {
        this.machine = machine;
        this.frames = new Frames(backing.segments());
        this.combining = combining;
        this.segments = backing.segments();
        machine.memory().plug(backing);
    }

    @Override
    public Storage mmap(MapRequest request, Backing same) {
        int first = Frames.page(request.offset());
        int pages = (int) SharedBuffer.pagesFor(request.length());
        return new View(machine.pageTable()
                .map(request.buffer().name(), frames, first, pages, Caching.UNCACHED));
    }

    @Override
    public void munmap(Storage view) {
        ((View) view).mapping.unmap();
    }

    @Override
    public void beginDevice(Attachment attachment, Direction direction) {
        drains.incrementAndGet();
    }

    @Override
    public void release() {
        segments.forEach(machine.memory()::unplug);
    }

    private final class View extends PagedView {
        /** The line in the write-combining buffer, and since when. Guard: this. */
        private long combined = -1;

        private int since;

        View(PageTable.Mapping mapping) {
            super(mapping);
        }

        @Override
        void read(long offset, byte[] into, int at, int length) {
            machine.tally().uncachedReads.add(touched(offset, length, Traffic.WORD_SIZE));
            machine.memory().read(frames.physical(offset), into, at, length);
        }

        @Override
        void write(long offset, byte[] from, int at, int length) {
            if (combining) {
                machine.tally().combinedWrites.add(bursts(offset, length));
            } else {
                machine.tally().uncachedWrites.add(touched(offset, length, Traffic.WORD_SIZE));
            }
            machine.memory().write(frames.physical(offset), from, at, length);
        }

        /** Writes to one line after the other go as one. */
        private synchronized long bursts(long offset, int length) {
            boolean joins = offset / CpuCache.LINE_SIZE == combined && since == drains.get();
            since = drains.get();
            combined = (offset + length - 1) / CpuCache.LINE_SIZE;
            return touched(offset, length, CpuCache.LINE_SIZE) - (joins ? 1 : 0);
        }

        private static long touched(long offset, int length, int unit) {
            return (offset + length - 1) / unit - offset / unit + 1;
        }
    }
}
