package dev.baton.proptests.rule;

import dev.baton.buffers.Segment;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.Backing;
import dev.baton.buffers.heap.Coherency;
import dev.baton.buffers.heap.Constraints;
import dev.baton.buffers.heap.Heap;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** A heap of one machine, with every page in a place of its own. */
final class ArrayHeap extends Heap {
    private static final int PAGE = SharedBuffer.PAGE_SIZE;

    private final AtomicLong next = new AtomicLong(PAGE);

    ArrayHeap(Coherency.Maker coherency) {
        super(coherency);
    }

    @Override
    public String name() {
        return "array";
    }

    @Override
    protected Backing take(long size, Constraints wanted) {
        return new Backing(
                LongStream.range(0, size / PAGE)
                        .mapToObj(page -> new Segment(next.getAndAdd(2 * PAGE), PAGE))
                        .toList(),
                new Bytes(ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN)));
    }

    @Override
    protected void free(Backing backing) {}

    private record Bytes(ByteBuffer bytes) implements Storage {
        @Override
        public byte getByte(long offset) {
            return bytes.get((int) offset);
        }

        @Override
        public void putByte(long offset, byte value) {
            bytes.put((int) offset, value);
        }

        @Override
        public int getInt(long offset) {
            return bytes.getInt((int) offset);
        }

        @Override
        public void putInt(long offset, int value) {
            bytes.putInt((int) offset, value);
        }

        @Override
        public long getLong(long offset) {
            return bytes.getLong((int) offset);
        }

        @Override
        public void putLong(long offset, long value) {
            bytes.putLong((int) offset, value);
        }

        @Override
        public void get(long offset, byte[] into, int at, int length) {
            bytes.get((int) offset, into, at, length);
        }

        @Override
        public void put(long offset, byte[] from, int at, int length) {
            bytes.put((int) offset, from, at, length);
        }

        @Override
        public void fill(long offset, long length, byte value) {
            Arrays.fill(bytes.array(), (int) offset, (int) (offset + length), value);
        }
    }
}
