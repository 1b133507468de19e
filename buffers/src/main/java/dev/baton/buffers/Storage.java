package dev.baton.buffers;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * The bytes behind one buffer, as the exporter provides them to mappings.
 *
 * <p>An SPI: mappings call it with ranges that were checked against the buffer, so an
 * implementation checks nothing twice. Offsets are bytes from the start of the <em>buffer</em>;
 * numbers are little endian and need no alignment. No raw array or {@code ByteBuffer} is handed out
 * (rule B7), but for {@link #plain}. A fresh storage reads as zeros. Whoever needs one over memory
 * of the JVM finds it in the heaps' {@code Backing.of}.
 *
 * <p><b>Threading:</b> any thread, without waiting (B3). <b>Memory effects:</b> plain reads and
 * writes. <b>Cost:</b> scalars constant, the rest linear in the length.
 *
 * <p>Source: the page access of Linux's {@code dma_buf_ops}, with accessors instead of addresses.
 *
 * @since 0.1
 */
public interface Storage {
    /**
     * Reads one byte.
     *
     * @param offset bytes from the start of the buffer
     * @return the byte there
     */
    byte getByte(long offset);

    /**
     * Writes one byte.
     *
     * @param offset bytes from the start of the buffer
     * @param value the byte to write
     */
    void putByte(long offset, byte value);

    /**
     * Reads four bytes.
     *
     * @param offset bytes from the start of the buffer
     * @return the little-endian number there
     */
    int getInt(long offset);

    /**
     * Writes four bytes.
     *
     * @param offset bytes from the start of the buffer
     * @param value the number to write, little endian
     */
    void putInt(long offset, int value);

    /**
     * Reads eight bytes.
     *
     * @param offset bytes from the start of the buffer
     * @return the little-endian number there
     */
    long getLong(long offset);

    /**
     * Writes eight bytes.
     *
     * @param offset bytes from the start of the buffer
     * @param value the number to write, little endian
     */
    void putLong(long offset, long value);

    /**
     * Copies bytes out.
     *
     * @param offset bytes from the start of the buffer
     * @param into where to copy to
     * @param at the first index of {@code into} that is written
     * @param length how many bytes, at least 1
     */
    void get(long offset, byte[] into, int at, int length);

    /**
     * Copies bytes in.
     *
     * @param offset bytes from the start of the buffer
     * @param from where to copy from
     * @param at the first index of {@code from} that is read
     * @param length how many bytes, at least 1
     */
    void put(long offset, byte[] from, int at, int length);

    /**
     * Sets a range to one value.
     *
     * @param offset bytes from the start of the buffer
     * @param length how many bytes, at least 1
     * @param value the byte to write
     */
    void fill(long offset, long length, byte value);

    /**
     * The bytes themselves, if they are plain memory of the JVM that may be touched without telling
     * this storage. Only for the view that {@link CpuMapping#unsafeView} hands out.
     *
     * @param offset bytes from the start of the buffer
     * @param length how many bytes, at least 1
     * @return a buffer of just these bytes that may write, or null, unless overridden: the accessors
     *     are the only way
     */
    default @Nullable ByteBuffer plain(long offset, long length) {
        return null;
    }
}
