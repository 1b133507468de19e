package dev.baton.buffers.heap;

import dev.baton.buffers.Storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Storage in one Java array. The casts are exact: sizes are at most 1 GiB and ranges lie inside. */
final class ByteStorage implements Storage {
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;

    ByteStorage(long size) {
        bytes = new byte[Math.toIntExact(size)];
    }

    @Override
    public byte getByte(long offset) {
        return bytes[(int) offset];
    }

    @Override
    public void putByte(long offset, byte value) {
        bytes[(int) offset] = value;
    }

    @Override
    public int getInt(long offset) {
        return (int) INT.get(bytes, (int) offset);
    }

    @Override
    public void putInt(long offset, int value) {
        INT.set(bytes, (int) offset, value);
    }

    @Override
    public long getLong(long offset) {
        return (long) LONG.get(bytes, (int) offset);
    }

    @Override
    public void putLong(long offset, long value) {
        LONG.set(bytes, (int) offset, value);
    }

    @Override
    public void get(long offset, byte[] into, int at, int length) {
        System.arraycopy(bytes, (int) offset, into, at, length);
    }

    @Override
    public void put(long offset, byte[] from, int at, int length) {
        System.arraycopy(from, at, bytes, (int) offset, length);
    }

    @Override
    public void fill(long offset, long length, byte value) {
        Arrays.fill(bytes, (int) offset, (int) (offset + length), value);
    }

    @Override
    public ByteBuffer plain(long offset, long length) {
        return ByteBuffer.wrap(bytes, (int) offset, (int) length).slice();
    }
}
