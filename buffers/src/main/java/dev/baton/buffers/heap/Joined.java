package dev.baton.buffers.heap;

import dev.baton.buffers.Storage;
import dev.baton.buffers.heap.UserMemory.Part;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Several pieces of storage one after the other, as one. A number may lie across a seam. */
final class Joined implements Storage {
    /** The parts by the offset of their first byte in the whole. */
    private final TreeMap<Long, Part> parts = new TreeMap<>();

    Joined(List<Part> inOrder) {
        long at = 0;
        for (Part part : inOrder) {
            parts.put(at, part);
            at += part.length();
        }
    }

    /** A run of bytes within one part: which storage, where in it, and how many bytes. */
    private record Run(Storage bytes, long at, int length) {}

    /** The run at an offset, no longer than asked for. */
    private Run run(long offset, long length) {
        Map.Entry<Long, Part> entry = parts.floorEntry(offset);
        Part part = entry.getValue();
        long within = offset - entry.getKey();
        long most = Math.min(length, part.length() - within);
        return new Run(part.memory().bytes(), part.offset() + within, (int) most);
    }

    @Override
    public byte getByte(long offset) {
        Run run = run(offset, 1);
        return run.bytes.getByte(run.at);
    }

    @Override
    public void putByte(long offset, byte value) {
        Run run = run(offset, 1);
        run.bytes.putByte(run.at, value);
    }

    @Override
    public int getInt(long offset) {
        return (int) number(offset, Integer.BYTES);
    }

    @Override
    public void putInt(long offset, int value) {
        putNumber(offset, Integer.BYTES, value);
    }

    @Override
    public long getLong(long offset) {
        return number(offset, Long.BYTES);
    }

    @Override
    public void putLong(long offset, long value) {
        putNumber(offset, Long.BYTES, value);
    }

    private long number(long offset, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << Byte.SIZE | getByte(offset + i) & 0xFF;
        }
        return value;
    }

    private void putNumber(long offset, int bytes, long value) {
        for (int i = 0; i < bytes; i++) {
            putByte(offset + i, (byte) (value >>> i * Byte.SIZE));
        }
    }

    @Override
    public void get(long offset, byte[] into, int at, int length) {
        int done = 0;
        while (done < length) {
            Run run = run(offset + done, length - done);
            run.bytes.get(run.at, into, at + done, run.length);
            done += run.length;
        }
    }

    @Override
    public void put(long offset, byte[] from, int at, int length) {
        int done = 0;
        while (done < length) {
            Run run = run(offset + done, length - done);
            run.bytes.put(run.at, from, at + done, run.length);
            done += run.length;
        }
    }

    @Override
    public void fill(long offset, long length, byte value) {
        long done = 0;
        while (done < length) {
            Run run = run(offset + done, length - done);
            run.bytes.fill(run.at, run.length, value);
            done += run.length;
        }
    }
}
