package dev.baton.sim.pixels;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.Direction;
import dev.baton.engine.Job;
import dev.baton.sim.DmaPort;
import dev.baton.sim.DmaPort.Reach;
import dev.baton.sim.pixels.Framebuffer.Plane;

import java.util.Arrays;
import java.util.List;

/**
 * A framebuffer as one party reaches it: the CPU through its mappings, a device through its port.
 *
 * <p>For one thread. An access after the mapping was revoked fails with {@link
 * dev.baton.buffers.BufferException.Closed}.
 *
 * @since 0.1
 */
public final class Surface {
    private final Framebuffer framebuffer;
    private final PixelFormat format;
    private final CpuMapping[] bytes;
    private final Reach[] reaches;

    private Surface(Framebuffer framebuffer, CpuMapping[] bytes, Reach[] reaches) {
        this.framebuffer = framebuffer;
        this.format = framebuffer.format();
        this.bytes = bytes;
        this.reaches = reaches;
    }

    /**
     * A picture as the CPU sees it.
     *
     * @param framebuffer the picture
     * @param mappings of the whole of each buffer, in the order of {@link Framebuffer#handles}
     * @return the surface
     */
    public static Surface of(Framebuffer framebuffer, List<CpuMapping> mappings) {
        if (mappings.size() != framebuffer.ownHandles().size()) {
            throw new IllegalArgumentException(mappings.size() + " mappings for "
                    + framebuffer.ownHandles().size() + " buffers of " + framebuffer);
        }
        return new Surface(framebuffer, mappings.toArray(new CpuMapping[0]), new Reach[0]);
    }

    /**
     * A picture as a device sees it while a job owns it; end the use by {@link #end}.
     *
     * @param port the device's way to memory
     * @param job the job; its end takes the buffers from the device
     * @param framebuffer the picture
     * @param direction TO_DEVICE to read it, BIDIRECTIONAL to write it
     * @return the surface
     * @throws dev.baton.buffers.BufferException if the device cannot reach a buffer
     */
    public static Surface begin(
            DmaPort port, Job job, Framebuffer framebuffer, Direction direction) {
        List<BufferHandle> handles = framebuffer.ownHandles();
        Reach[] reaches = new Reach[handles.size()];
        CpuMapping[] bytes = new CpuMapping[reaches.length];
        int begun = 0;
        try {
            while (begun < reaches.length) {
                reaches[begun] = port.begin(job, handles.get(begun), direction);
                bytes[begun] = reaches[begun].bytes();
                begun++;
            }
        } finally {
            if (begun < reaches.length) { // nothing of a picture is the device's, or all of it
                Arrays.stream(reaches, 0, begun).forEach(Reach::end);
            }
        }
        return new Surface(framebuffer, bytes, reaches);
    }

    /** Ends a device's use: what it wrote is for others to see from now on. */
    public void end() {
        for (Reach reach : reaches) {
            reach.end();
        }
    }

    /** {@return the picture} */
    public Framebuffer framebuffer() {
        return framebuffer;
    }

    /**
     * Reads rows of a plane as they are at this instant, packed one behind the other.
     *
     * @param plane from 0
     * @param rows of the plane
     * @param into receives them
     */
    public void read(int plane, Rows rows, byte[] into) {
        Plane at = framebuffer.planes().get(plane);
        CpuMapping from = bytes[framebuffer.handleOf(plane)];
        int row = format.rowBytes(plane, framebuffer.width());
        int step = step(rows, at.pitch(), row);
        for (int i = 0; i < rows.count(); i += step) {
            from.get(
                    at.offset() + (long) (rows.from() + i) * at.pitch(), into, i * row, step * row);
        }
    }

    /**
     * Writes rows of a plane that are packed one behind the other.
     *
     * @param plane from 0
     * @param rows of the plane
     * @param from holds them
     */
    public void write(int plane, Rows rows, byte[] from) {
        Plane at = framebuffer.planes().get(plane);
        CpuMapping to = bytes[framebuffer.handleOf(plane)];
        int row = format.rowBytes(plane, framebuffer.width());
        int step = step(rows, at.pitch(), row);
        for (int i = 0; i < rows.count(); i += step) {
            to.put(at.offset() + (long) (rows.from() + i) * at.pitch(), from, i * row, step * row);
        }
    }

    /** How many rows one copy takes: all of them if no padding lies between. */
    private static int step(Rows rows, int pitch, int row) {
        return pitch == row ? Math.max(1, rows.count()) : 1;
    }

    @Override
    public String toString() {
        return framebuffer.toString();
    }
}
