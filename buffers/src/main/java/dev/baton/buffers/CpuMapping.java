package dev.baton.buffers;

/**
 * A window through which the CPU touches a buffer: an {@code mmap} of Linux's dma-buf.
 *
 * <p>All CPU access goes through these accessors; no raw array or {@code ByteBuffer} is ever handed
 * out (rule B7). Offsets are bytes from the start of the window, unsigned; numbers are little endian
 * and need no alignment. A refused access has touched nothing.
 *
 * <p>Every accessor throws, in this order: {@link BufferException.Closed} after {@link #close()}
 * (B2); {@link BufferException.ReadOnly} for a write without {@link Access#READ_WRITE} (B7); {@link
 * BufferException.Overflow}, {@link BufferException.OutOfRange} or {@link BufferException.Empty} for
 * a range that is not one or more bytes of the window, and then likewise of the array (B1).
 *
 * <p><b>Threading:</b> any thread. <b>Memory effects:</b> plain; an access orders nothing and waits
 * for nothing (B3), and a number may be seen half written by a thread without an order of its own.
 * <b>Progress:</b> wait-free. <b>Cost:</b> one volatile read and the check, then the bytes.
 *
 * @since 0.1
 */
public final class CpuMapping implements AutoCloseable {
    /** What a mapping may do. */
    public enum Access {
        /** Reads only; writes are refused. */
        READ_ONLY,
        /** Reads and writes. */
        READ_WRITE
    }

    private final Window window;

    CpuMapping(Window window) {
        this.window = window;
    }

    /** {@return the length of the window in bytes, also after the close} */
    public long length() {
        return window.bounds.size();
    }

    /** {@return the access that was asked for, also after the close} */
    public Access access() {
        return window.access;
    }

    /**
     * {@return the byte at an offset}
     *
     * @param offset bytes from the start of the window
     */
    public byte getByte(long offset) {
        return window.readable(offset, Byte.BYTES).getByte(window.base + offset);
    }

    /**
     * Writes one byte.
     *
     * @param offset bytes from the start of the window
     * @param value the byte to write
     */
    public void putByte(long offset, byte value) {
        window.writable(offset, Byte.BYTES).putByte(window.base + offset, value);
    }

    /**
     * {@return the little-endian number in four bytes}
     *
     * @param offset bytes from the start of the window
     */
    public int getInt(long offset) {
        return window.readable(offset, Integer.BYTES).getInt(window.base + offset);
    }

    /**
     * Writes four bytes.
     *
     * @param offset bytes from the start of the window
     * @param value the number to write, little endian
     */
    public void putInt(long offset, int value) {
        window.writable(offset, Integer.BYTES).putInt(window.base + offset, value);
    }

    /**
     * {@return the little-endian number in eight bytes}
     *
     * @param offset bytes from the start of the window
     */
    public long getLong(long offset) {
        return window.readable(offset, Long.BYTES).getLong(window.base + offset);
    }

    /**
     * Writes eight bytes.
     *
     * @param offset bytes from the start of the window
     * @param value the number to write, little endian
     */
    public void putLong(long offset, long value) {
        window.writable(offset, Long.BYTES).putLong(window.base + offset, value);
    }

    /**
     * Copies bytes out, as many as the array holds.
     *
     * @param offset bytes from the start of the window
     * @param into where to copy to
     */
    public void get(long offset, byte[] into) {
        get(offset, into, 0, into.length);
    }

    /**
     * Copies bytes out.
     *
     * @param offset bytes from the start of the window
     * @param into where to copy to
     * @param at the first index of {@code into} that is written
     * @param length how many bytes, at least 1
     */
    public void get(long offset, byte[] into, int at, int length) {
        Storage bytes = window.readable(offset, length);
        window.checkArray(into, at, length);
        bytes.get(window.base + offset, into, at, length);
    }

    /**
     * Copies a whole array in.
     *
     * @param offset bytes from the start of the window
     * @param from where to copy from
     */
    public void put(long offset, byte[] from) {
        put(offset, from, 0, from.length);
    }

    /**
     * Copies bytes in.
     *
     * @param offset bytes from the start of the window
     * @param from where to copy from
     * @param at the first index of {@code from} that is read
     * @param length how many bytes, at least 1
     */
    public void put(long offset, byte[] from, int at, int length) {
        Storage bytes = window.writable(offset, length);
        window.checkArray(from, at, length);
        bytes.put(window.base + offset, from, at, length);
    }

    /**
     * Sets a range to one value.
     *
     * @param offset bytes from the start of the window
     * @param length how many bytes, unsigned, at least 1
     * @param value the byte to write
     */
    public void fill(long offset, long length, byte value) {
        window.writable(offset, length).fill(window.base + offset, length, value);
    }

    /**
     * Unmaps: every later access is refused; a second close does nothing.
     *
     * <p>It does not wait for an access in flight on another thread, which may finish after it. If
     * this was the buffer's last reference, the exporter takes the storage back within this call.
     */
    @Override
    public void close() {
        window.close();
    }
}
