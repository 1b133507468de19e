package dev.baton.buffers;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * A window through which the CPU touches a buffer: an {@code mmap} of Linux's dma-buf. Unlike
 * there, it is no bare memory: each access is checked, and refused once it is revoked.
 *
 * <p>All CPU access goes through these accessors; no raw array or {@code ByteBuffer} is handed out
 * (rule B7), but for an {@linkplain #unsafeView() explicitly unsafe view}. Offsets are bytes from
 * the start of the window, unsigned; numbers are little endian and need no alignment. A refused
 * access has touched nothing.
 *
 * <p>Every accessor throws, in this order: {@link BufferException.Closed} after {@link #close()}
 * or {@link #revoke()} (B2, B12); {@link BufferException.ReadOnly} for a write without {@link
 * Access#READ_WRITE} (B7); {@link BufferException.Overflow}, {@link BufferException.OutOfRange} or
 * {@link BufferException.Empty} for a range that is not one or more bytes of the window, and then
 * likewise of the array (B1). In debug mode, see {@link BufferHandle#enforceBrackets}, also {@link
 * BufferException.Unbracketed}; which comes after the fact if the bracket was ended meanwhile.
 *
 * <p><b>Threading:</b> any thread. <b>Memory effects:</b> plain; an access orders nothing and waits
 * for nothing (B3), and a number may be seen half written by a thread without an order of its own.
 * <b>Progress:</b> wait-free on storage that is coherent. <b>Cost:</b> two
 * atomic steps and the check, then the bytes.
 *
 * @since 0.1
 */
public final class CpuMapping implements AutoCloseable, Revocable {
    /**
     * What a mapping may do: {@code PROT_READ} of Linux's {@code mmap}, with {@code PROT_WRITE} or
     * without. Unlike there, nothing can be mapped for writing alone, or to be executed.
     */
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
        Storage bytes = window.readable(offset, Byte.BYTES);
        try {
            return bytes.getByte(window.base + offset);
        } finally {
            window.done(offset, Byte.BYTES, false);
        }
    }

    /**
     * Writes one byte.
     *
     * @param offset bytes from the start of the window
     * @param value the byte to write
     */
    public void putByte(long offset, byte value) {
        Storage bytes = window.writable(offset, Byte.BYTES);
        try {
            bytes.putByte(window.base + offset, value);
        } finally {
            window.done(offset, Byte.BYTES, true);
        }
    }

    /**
     * {@return the little-endian number in four bytes}
     *
     * @param offset bytes from the start of the window
     */
    public int getInt(long offset) {
        Storage bytes = window.readable(offset, Integer.BYTES);
        try {
            return bytes.getInt(window.base + offset);
        } finally {
            window.done(offset, Integer.BYTES, false);
        }
    }

    /**
     * Writes four bytes.
     *
     * @param offset bytes from the start of the window
     * @param value the number to write, little endian
     */
    public void putInt(long offset, int value) {
        Storage bytes = window.writable(offset, Integer.BYTES);
        try {
            bytes.putInt(window.base + offset, value);
        } finally {
            window.done(offset, Integer.BYTES, true);
        }
    }

    /**
     * {@return the little-endian number in eight bytes}
     *
     * @param offset bytes from the start of the window
     */
    public long getLong(long offset) {
        Storage bytes = window.readable(offset, Long.BYTES);
        try {
            return bytes.getLong(window.base + offset);
        } finally {
            window.done(offset, Long.BYTES, false);
        }
    }

    /**
     * Writes eight bytes.
     *
     * @param offset bytes from the start of the window
     * @param value the number to write, little endian
     */
    public void putLong(long offset, long value) {
        Storage bytes = window.writable(offset, Long.BYTES);
        try {
            bytes.putLong(window.base + offset, value);
        } finally {
            window.done(offset, Long.BYTES, true);
        }
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
        try {
            window.checkArray(into, at, length);
            bytes.get(window.base + offset, into, at, length);
        } finally {
            window.done(offset, length, false);
        }
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
        try {
            window.checkArray(from, at, length);
            bytes.put(window.base + offset, from, at, length);
        } finally {
            window.done(offset, length, true);
        }
    }

    /**
     * Sets a range to one value.
     *
     * @param offset bytes from the start of the window
     * @param length how many bytes, unsigned, at least 1
     * @param value the byte to write
     */
    public void fill(long offset, long length, byte value) {
        Storage bytes = window.writable(offset, length);
        try {
            bytes.fill(window.base + offset, length, value);
        } finally {
            window.done(offset, length, true);
        }
    }

    /**
     * The window's bytes without any check: for code that takes nothing but a {@code ByteBuffer}, such
     * as a codec. <b>Unsafe: {@link #close()} and {@link #revoke()} cannot reach it</b> (B12). Through it
     * a client that was fenced off touches bytes that others own by then, or that the heap has given to
     * another buffer. Whoever asks for it answers for that: it is not to be used after this mapping is
     * over, nor outside of the brackets that coherency asks for (B5), and is kept from whoever might.
     *
     * @return the bytes, little endian; read-only if this mapping is
     * @throws BufferException.Closed if this mapping is closed or revoked (B2, B12)
     * @throws BufferException.Unbracketed in debug mode, see {@link BufferHandle#enforceBrackets}, and
     *     where the storage is not plain memory, as in a simulated machine (B7)
     */
    public ByteBuffer unsafeView() {
        return window.unsafeView();
    }

    /**
     * Unmaps: every later access is refused; a second close does nothing.
     *
     * <p>It does not wait for an access under way on another thread, which finishes undisturbed: the
     * mapping, and with it perhaps the storage, is given back when the last of them has ended.
     */
    @Override
    public void close() {
        Ends.rethrow(window.close());
    }

    /** Unmaps, and tells when accesses under way have ended (B12). */
    @Override
    public CompletionStage<Void> revoke() {
        return Ends.whatever(window.revoke());
    }

    @Override
    public String toString() {
        return window.toString();
    }
}
