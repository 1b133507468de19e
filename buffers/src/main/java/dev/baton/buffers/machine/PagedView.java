package dev.baton.buffers.machine;

import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.Storage;

import java.util.Arrays;

/** A buffer as one CPU mapping shows it: every access goes by the page, as pages are scattered. */
abstract class PagedView implements Storage {
    private static final int PAGE_SIZE = SharedBuffer.PAGE_SIZE;

    /** The mapping's pages. */
    final PageTable.Mapping mapping;

    PagedView(PageTable.Mapping mapping) {
        this.mapping = mapping;
    }

    /** Reads bytes of one page. */
    abstract void read(long offset, byte[] into, int at, int length);

    /** Writes bytes of one page. */
    abstract void write(long offset, byte[] from, int at, int length);

    @Override
    public final void get(long offset, byte[] into, int at, int length) {
        for (int done = 0; done < length; ) {
            int run = run(offset + done, length - done);
            read(offset + done, into, at + done, run);
            done += run;
        }
    }

    @Override
    public final void put(long offset, byte[] from, int at, int length) {
        for (int done = 0; done < length; ) {
            int run = run(offset + done, length - done);
            write(offset + done, from, at + done, run);
            done += run;
        }
    }

    @Override
    public final void fill(long offset, long length, byte value) {
        byte[] page = new byte[(int) Math.min(length, PAGE_SIZE)];
        Arrays.fill(page, value);
        for (long done = 0; done < length; ) {
            int run = run(offset + done, length - done);
            write(offset + done, page, 0, run);
            done += run;
        }
    }

    @Override
    public final byte getByte(long offset) {
        return bytes(offset, Byte.BYTES)[0];
    }

    @Override
    public final void putByte(long offset, byte value) {
        put(offset, new byte[] {value}, 0, Byte.BYTES);
    }

    @Override
    public final int getInt(long offset) {
        return LittleEndian.getInt(bytes(offset, Integer.BYTES));
    }

    @Override
    public final void putInt(long offset, int value) {
        put(offset, LittleEndian.bytes(value), 0, Integer.BYTES);
    }

    @Override
    public final long getLong(long offset) {
        return LittleEndian.getLong(bytes(offset, Long.BYTES));
    }

    @Override
    public final void putLong(long offset, long value) {
        put(offset, LittleEndian.bytes(value), 0, Long.BYTES);
    }

    private byte[] bytes(long offset, int length) {
        byte[] bytes = new byte[length];
        get(offset, bytes, 0, length);
        return bytes;
    }

    private static int run(long offset, long most) {
        return (int) Math.min(most, PAGE_SIZE - (offset & (PAGE_SIZE - 1)));
    }
}
