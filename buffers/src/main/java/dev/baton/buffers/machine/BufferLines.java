package dev.baton.buffers.machine;

import dev.baton.buffers.SharedBuffer;

import java.util.BitSet;

/**
 * What the cache may hold of one buffer: lines that a device has overwritten in memory, and pages with
 * lines that memory does not know of yet. Guard: the machine's core.
 */
final class BufferLines {
    private static final int LINE_SIZE = CpuCache.LINE_SIZE;
    private static final int PAGE_SIZE = SharedBuffer.PAGE_SIZE;
    private static final int PAGE_LINES = PAGE_SIZE / LINE_SIZE;

    private final CpuCache cache;
    private final Frames frames;

    /** Lines, not pages: a bracket may end in the middle of a page that another one has written. */
    private final BitSet stale = new BitSet();

    /** Pages that were writable since they were last flushed. */
    private final BitSet touched = new BitSet();

    private long flushed;
    private long invalidated;

    BufferLines(CpuCache cache, Frames frames) {
        this.cache = cache;
        this.frames = frames;
    }

    long flushed() {
        return flushed;
    }

    long invalidated() {
        return invalidated;
    }

    boolean anyStale() {
        return !stale.isEmpty();
    }

    /** A device may have written any byte. */
    void distrust() {
        stale.set(0, frames.count() * PAGE_LINES);
    }

    /** Drops what is stale in a range, so that the CPU sees memory. Never a line that is not stale. */
    void refresh(long offset, long length) {
        int end = line(offset + length - 1) + 1;
        for (int line = stale.nextSetBit(line(offset));
                line >= 0 && line < end;
                line = stale.nextSetBit(line)) {
            int run = Math.min(runEnd(line), end);
            invalidated += cache.invalidate(address(line), (long) (run - line) * LINE_SIZE);
            stale.clear(line, run);
        }
    }

    void refreshAll() {
        refresh(0, (long) frames.count() * PAGE_SIZE);
    }

    /** The CPU may write pages, and nobody will tell. */
    void touch(int first, int count) {
        touched.set(first, first + count);
    }

    void touchAll() {
        touch(0, frames.count());
    }

    /** Writes back what the CPU may have written unseen. */
    void flush() {
        touched.stream().forEach(page -> clean((long) page * PAGE_SIZE, PAGE_SIZE));
        touched.clear();
    }

    /** Writes a range back, with the lines it ends in. */
    void clean(long offset, long length) {
        int end = line(offset + length - 1) + 1;
        for (int line = line(offset); line < end; ) {
            int run = Math.min(pageEnd(line), end);
            flushed += cache.clean(address(line), (long) (run - line) * LINE_SIZE);
            line = run;
        }
    }

    /** Nothing of it may be in the cache when its memory is somebody else's. */
    void discard() {
        for (int page = 0; page < frames.count(); page++) {
            cache.invalidate(frames.address(page), PAGE_SIZE);
        }
    }

    private int runEnd(int line) {
        return Math.min(stale.nextClearBit(line), pageEnd(line));
    }

    private static int pageEnd(int line) {
        return (line / PAGE_LINES + 1) * PAGE_LINES;
    }

    private static int line(long offset) {
        return (int) (offset / LINE_SIZE);
    }

    private long address(int line) {
        return frames.physical((long) line * LINE_SIZE);
    }
}
