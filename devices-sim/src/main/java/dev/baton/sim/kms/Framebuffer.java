package dev.baton.sim.kms;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.SharedBuffer;
import dev.baton.engine.SyncQueue;

import java.util.Objects;

/**
 * What a display shows: pixels of 32 bits (XRGB8888) in one buffer, row after row.
 *
 * <p>Owns its handle. For the event loop's thread.
 *
 * @since 0.1
 */
public final class Framebuffer implements AutoCloseable {
    /** Bytes of one pixel. */
    public static final int PIXEL_BYTES = 4;

    private final int width;
    private final int height;
    private final BufferHandle handle;
    private final SyncQueue queue;
    private final CpuMapping pixels;

    /**
     * A framebuffer over a buffer.
     *
     * @param width pixels in a row, positive
     * @param height rows, positive
     * @param handle the buffer, large enough; closed by {@link #close}
     */
    public Framebuffer(int width, int height, BufferHandle handle) {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("no framebuffer of " + width + "x" + height);
        }
        this.width = width;
        this.height = height;
        this.handle = Objects.requireNonNull(handle, "handle");
        if (handle.buffer().size() < bytesFor(width, height)) {
            throw new IllegalArgumentException(
                    handle.buffer() + " is too small for " + width + "x" + height);
        }
        this.queue = SyncQueue.of(handle.buffer());
        this.pixels = handle.map(CpuMapping.Access.READ_WRITE);
    }

    /**
     * The size of a buffer for so many pixels.
     *
     * @param width pixels in a row
     * @param height rows
     * @return bytes, a whole number of pages
     */
    public static long bytesFor(int width, int height) {
        return SharedBuffer.pagesFor((long) width * height * PIXEL_BYTES) * SharedBuffer.PAGE_SIZE;
    }

    /**
     * Pixels in a row.
     *
     * @return the width
     */
    public int width() {
        return width;
    }

    /**
     * Rows.
     *
     * @return the height
     */
    public int height() {
        return height;
    }

    /**
     * The queue of its buffer.
     *
     * @return the queue that jobs on this framebuffer name
     */
    public SyncQueue queue() {
        return queue;
    }

    /**
     * Writes one row.
     *
     * @param row from 0, the topmost
     * @param line {@code width} pixels
     */
    public void writeRow(int row, int[] line) {
        long offset = offsetOf(row);
        for (int x = 0; x < width; x++) {
            pixels.putInt(offset + (long) x * PIXEL_BYTES, line[x]);
        }
    }

    /**
     * Reads one row as it is at this instant.
     *
     * @param row from 0, the topmost
     * @param line receives {@code width} pixels
     */
    public void readRow(int row, int[] line) {
        long offset = offsetOf(row);
        for (int x = 0; x < width; x++) {
            line[x] = pixels.getInt(offset + (long) x * PIXEL_BYTES);
        }
    }

    private long offsetOf(int row) {
        return (long) Objects.checkIndex(row, height) * width * PIXEL_BYTES;
    }

    @Override
    public void close() {
        pixels.close();
        handle.close();
    }

    @Override
    public String toString() {
        return queue.name();
    }
}
