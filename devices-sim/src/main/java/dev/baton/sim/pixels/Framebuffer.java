package dev.baton.sim.pixels;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.SharedBuffer;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.SyncQueue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A picture in shared buffers: its format, its size, and where each plane lies. Planes may share a
 * buffer or have their own, as in DRM's {@code ADDFB2}.
 *
 * <p>Immutable but for its {@link #close}; owns its handles. To reach the pixels, see {@link Surface}.
 *
 * @since 0.1
 */
public final class Framebuffer implements AutoCloseable {
    /** The most pixels across or down, as of common display controllers. */
    public static final int SIDE_MAX = 16_384;

    /** Bytes from row to row at most: {@link #SIDE_MAX} pixels of 4 bytes, and as much padding. */
    public static final int PITCH_MAX = 2 * 4 * SIDE_MAX;

    private final PixelFormat format;
    private final int width;
    private final int height;
    private final List<Plane> planes;
    private final List<BufferHandle> handles;
    private final List<SyncQueue> queues;

    /** For each plane, which of the handles leads to it. */
    private final int[] handleOf;

    private volatile boolean closed;

    /**
     * One plane of a picture.
     *
     * @param handle the buffer
     * @param offset bytes from the buffer's start to the plane's first row
     * @param pitch bytes from row to row
     * @since 0.1
     */
    public record Plane(BufferHandle handle, long offset, int pitch) {
        /**
         * Refuses null.
         *
         * @param handle the buffer
         * @param offset as above
         * @param pitch as above
         */
        public Plane {
            Objects.requireNonNull(handle, "handle");
        }
    }

    /**
     * A framebuffer over planes.
     *
     * @param format how pixels lie in the planes
     * @param width pixels in a row, at most {@link #SIDE_MAX}
     * @param height rows, as many
     * @param planes as many as the format has; their handles are closed by {@link #close}
     * @throws FramebufferException if a plane leaves its buffer or overlaps another, or if its pitch
     *     is less than a row; the handles stay open then
     */
    public Framebuffer(PixelFormat format, int width, int height, List<Plane> planes) {
        this.format = format;
        this.width = width;
        this.height = height;
        this.planes = List.copyOf(planes);
        new FramebufferCheck(format, width, height).check(this.planes);
        this.handles = new ArrayList<>();
        this.handleOf = new int[planes.size()];
        for (int plane = 0; plane < handleOf.length; plane++) {
            handleOf[plane] = indexOf(this.planes.get(plane).handle());
        }
        this.queues = handles.stream().map(h -> SyncQueue.of(h.buffer())).toList();
    }

    /** Which of the handles leads to this one's buffer; added if none did. */
    private int indexOf(BufferHandle handle) {
        for (int i = 0; i < handles.size(); i++) {
            if (handles.get(i).buffer() == handle.buffer()) {
                return i;
            }
        }
        handles.add(handle);
        return handles.size() - 1;
    }

    /**
     * A framebuffer without padding: all planes one after the other in one buffer, or each in its
     * own.
     *
     * @param format how pixels lie in the planes
     * @param width pixels in a row
     * @param height rows
     * @param handles one, or as many as the format has planes
     * @return the framebuffer
     * @throws FramebufferException as the constructor
     */
    public static Framebuffer of(
            PixelFormat format, int width, int height, BufferHandle... handles) {
        FramebufferCheck check = new FramebufferCheck(format, width, height);
        check.checkSize();
        Plane[] planes = new Plane[handles.length == 1 ? format.planes() : handles.length];
        long offset = 0;
        for (int plane = 0; plane < planes.length; plane++) {
            check.checkPlane(plane);
            BufferHandle handle = handles[handles.length == 1 ? 0 : plane];
            planes[plane] = new Plane(
                    handle, handles.length == 1 ? offset : 0, format.rowBytes(plane, width));
            offset += check.bytes(plane, planes[plane].pitch());
        }
        return new Framebuffer(format, width, height, Arrays.asList(planes));
    }

    /**
     * {@return the size in bytes of one buffer for all planes, in whole pages}
     *
     * @param format how pixels lie in the planes
     * @param width pixels in a row
     * @param height rows
     */
    public static long bytesFor(PixelFormat format, int width, int height) {
        long bytes = 0;
        for (int plane = 0; plane < format.planes(); plane++) {
            bytes += format.bytes(plane, width, height);
        }
        return SharedBuffer.pagesFor(bytes) * SharedBuffer.PAGE_SIZE;
    }

    /** {@return how pixels lie in the planes} */
    public PixelFormat format() {
        return format;
    }

    /** {@return pixels in a row} */
    public int width() {
        return width;
    }

    /** {@return rows} */
    public int height() {
        return height;
    }

    /** {@return where each plane lies} */
    public List<Plane> planes() {
        return planes;
    }

    /** {@return one handle for each buffer} */
    public List<BufferHandle> handles() {
        return List.copyOf(handles);
    }

    /** {@return the queue of each buffer: the union over the planes} */
    public List<SyncQueue> queues() {
        return queues;
    }

    /**
     * Names every buffer in a set.
     *
     * @param set what is added to
     * @param mode how the job uses the picture
     */
    public void addTo(AccessSet.Builder set, AccessMode mode) {
        for (SyncQueue queue : queues) {
            set.add(queue, mode);
        }
    }

    /**
     * Makes another framebuffer of the same buffers, for whoever needs it longer than its owner.
     *
     * @return a framebuffer with handles of its own
     * @throws dev.baton.buffers.BufferException.Closed if this one is closed
     */
    public Framebuffer duplicate() {
        return new Framebuffer(
                format,
                width,
                height,
                planes.stream()
                        .map(p -> new Plane(p.handle().duplicate(), p.offset(), p.pitch()))
                        .toList());
    }

    /** {@return whether its handles were given up} */
    public boolean isClosed() {
        return closed;
    }

    List<BufferHandle> ownHandles() {
        return handles;
    }

    int handleOf(int plane) {
        return handleOf[plane];
    }

    @Override
    public void close() {
        closed = true;
        planes.forEach(plane -> plane.handle().close());
    }

    @Override
    public String toString() {
        return queues.get(0).name();
    }
}
