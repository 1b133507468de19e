package dev.baton.buffers.machine;

import dev.baton.buffers.Attachment;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.Counters;
import dev.baton.buffers.Device;
import dev.baton.buffers.Direction;
import dev.baton.buffers.DmaMapping;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.ScatteredHeap;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A machine with a heap of scattered pages, and devices on its bus. */
final class Board {
    static final int PAGE = SharedBuffer.PAGE_SIZE;
    static final int LINE = CpuCache.LINE_SIZE;

    final Machine machine;
    final ScatteredHeap heap;
    final Bus bus;

    Board(int cacheLines, Function<Machine, Coherency.Maker> maker) {
        machine = new Machine(cacheLines);
        heap = new ScatteredHeap(maker.apply(machine));
        bus = machine.bus();
    }

    /** With room in its cache for everything that a test does. */
    Board(Function<Machine, Coherency.Maker> maker) {
        this(1 << 14, maker);
    }

    static Board cached() {
        return new Board(machine -> machine.cached(1));
    }

    static Board withBrackets() {
        return new Board(machine -> machine.cachedWithBrackets(1));
    }

    BufferHandle buffer(String name, int pages) {
        return heap.allocate(name, (long) pages * PAGE);
    }

    static DmaMapping map(BufferHandle handle, Device device, Direction direction) {
        Attachment attachment = handle.attach(device);
        return attachment.map(direction);
    }

    /** Where a page of a buffer is in memory. */
    static long address(DmaMapping mapping, int page) {
        return mapping.segments().get(page).address();
    }

    static Counters counters(BufferHandle handle) {
        return handle.buffer().info().counters();
    }

    byte[] read(DmaMapping mapping, long offset, int length) {
        byte[] bytes = new byte[length];
        bus.read(mapping, offset, bytes);
        return bytes;
    }

    /** A device writes one value, with the calls before and after that coherency asks for. */
    void deviceWrites(DmaMapping mapping, long offset, int length, int value) {
        mapping.beginDevice();
        bus.write(mapping, offset, bytes(length, value));
        mapping.endDevice();
    }

    /** A device reads, with the calls before and after that coherency asks for. */
    byte[] deviceReads(DmaMapping mapping, long offset, int length) {
        mapping.beginDevice();
        byte[] bytes = read(mapping, offset, length);
        mapping.endDevice();
        return bytes;
    }

    static byte[] bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** In how many mappings each of a buffer's pages is present. */
    List<Integer> present(DmaMapping mapping) {
        return mapping.segments().stream()
                .map(segment -> machine.pageTable().present(segment.address()))
                .toList();
    }
}
