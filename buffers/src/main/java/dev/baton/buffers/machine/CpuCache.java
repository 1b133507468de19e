package dev.baton.buffers.machine;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The CPU's cache: lines of memory, clean or dirty, of which the one least recently used goes
 * first. It is tagged physically and writes back; Linux sees it through {@code
 * arch_sync_dma_for_device} and {@code arch_sync_dma_for_cpu}; unlike hardware's, it has one level,
 * and can be looked into.
 *
 * <p>Nothing here is done unasked, but for eviction, which writes a dirty line back at any time.
 *
 * <p><b>Threading:</b> any thread, one at a time. <b>Cost:</b> maintenance of a range is linear in its
 * lines or in those in the cache, whichever are fewer.
 *
 * @since 0.1
 */
public final class CpuCache {
    /** Bytes of a line: those of today's ARM and x86 cores. */
    public static final int LINE_SIZE = 64;

    private static final class Line {
        final byte[] bytes = new byte[LINE_SIZE];
        boolean dirty;
    }

    private final Memory memory;
    private final int linesMax;
    private final Traffic.Tally tally;

    /** By the address of the first byte; the least recently used is the first. Guard: this. */
    private final Map<Long, Line> lines = new LinkedHashMap<>();

    CpuCache(Memory memory, int linesMax, Traffic.Tally tally) {
        if (linesMax < 1) {
            throw new IllegalArgumentException("a cache of " + linesMax + " lines; use at least 1");
        }
        this.memory = memory;
        this.linesMax = linesMax;
        this.tally = tally;
    }

    /**
     * Reads through the cache.
     *
     * @param address the first byte's, unsigned
     * @param into where to copy to
     * @param at the first index of {@code into} that is written
     * @param length how many bytes
     */
    public synchronized void get(long address, byte[] into, int at, int length) {
        for (int done = 0; done < length; ) {
            long next = address + done;
            int run = run(next, length - done);
            System.arraycopy(use(next).bytes, inLine(next), into, at + done, run);
            done += run;
        }
    }

    /**
     * Writes into the cache; memory keeps what it had.
     *
     * @param address the first byte's, unsigned
     * @param from where to copy from
     * @param at the first index of {@code from} that is read
     * @param length how many bytes
     */
    public synchronized void put(long address, byte[] from, int at, int length) {
        for (int done = 0; done < length; ) {
            long next = address + done;
            int run = run(next, length - done);
            Line line = use(next);
            System.arraycopy(from, at + done, line.bytes, inLine(next), run);
            line.dirty = true;
            done += run;
        }
    }

    /** What a snooping device reads: a line if there is one, else memory. */
    synchronized void snoop(long address, byte[] into, int at, int length) {
        for (int done = 0; done < length; ) {
            long next = address + done;
            int run = run(next, length - done);
            Line line = lines.get(start(next));
            if (line == null) {
                memory.read(next, into, at + done, run);
            } else {
                System.arraycopy(line.bytes, inLine(next), into, at + done, run);
            }
            done += run;
        }
    }

    /** What a snooping device writes: into memory, and no line hides it. */
    synchronized void snoopWrite(long address, byte[] from, int at, int length) {
        inRange(address, length, line -> {
            writeBack(line);
            lines.remove(line);
        });
        memory.write(address, from, at, length);
    }

    /**
     * Writes dirty lines back and keeps them.
     *
     * @param address the first byte's, unsigned; its whole line is meant
     * @param length bytes
     * @return how many lines were dirty
     */
    public synchronized int clean(long address, long length) {
        tally.linesMaintained.add(linesIn(address, length));
        int[] cleaned = {0};
        inRange(address, length, at -> cleaned[0] += writeBack(at) ? 1 : 0);
        return cleaned[0];
    }

    /**
     * Drops lines, and with dirty ones what was written.
     *
     * @param address the first byte's, unsigned; its whole line is meant
     * @param length bytes
     * @return how many lines there were
     */
    public synchronized int invalidate(long address, long length) {
        tally.linesMaintained.add(linesIn(address, length));
        int[] dropped = {0};
        inRange(address, length, at -> dropped[0] += lines.remove(at) != null ? 1 : 0);
        return dropped[0];
    }

    /** {@return how many lines are in it} */
    public synchronized int lines() {
        return lines.size();
    }

    /** {@return how many of them are dirty} */
    public synchronized int dirtyLines() {
        return (int) lines.values().stream().filter(line -> line.dirty).count();
    }

    private Line use(long address) {
        long start = start(address);
        Line line = lines.remove(start);
        if (line == null) {
            line = fill(start);
        }
        lines.put(start, line); // now the most recently used
        return line;
    }

    private Line fill(long start) {
        if (lines.size() == linesMax) {
            evict();
        }
        Line fresh = new Line();
        memory.read(start, fresh.bytes, 0, LINE_SIZE);
        tally.lineFills.increment();
        return fresh;
    }

    private void evict() {
        Iterator<Long> oldest = lines.keySet().iterator();
        writeBack(oldest.next());
        oldest.remove();
    }

    private boolean writeBack(long start) {
        @Nullable Line line = lines.get(start);
        if (line == null || !line.dirty) {
            return false;
        }
        memory.write(start, line.bytes, 0, LINE_SIZE);
        line.dirty = false;
        tally.writeBacks.increment();
        return true;
    }

    /** The starts of the lines of a range, of which some may be in the cache. */
    private void inRange(long address, long length, Consumer<Long> action) {
        long first = start(address);
        long last = start(address + (length - 1));
        if (linesIn(address, length) <= lines.size()) {
            for (long at = first; at != last + LINE_SIZE; at += LINE_SIZE) {
                action.accept(at);
            }
        } else {
            List.copyOf(lines.keySet()).stream()
                    .filter(at -> Long.compareUnsigned(at, first) >= 0
                            && Long.compareUnsigned(at, last) <= 0)
                    .forEach(action);
        }
    }

    private static long linesIn(long address, long length) {
        return (start(address + (length - 1)) - start(address)) / LINE_SIZE + 1;
    }

    private static long start(long address) {
        return address & -LINE_SIZE;
    }

    private static int inLine(long address) {
        return (int) (address & (LINE_SIZE - 1));
    }

    private static int run(long address, int most) {
        return Math.min(most, LINE_SIZE - inLine(address));
    }
}
