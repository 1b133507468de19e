package dev.baton.sim.capture;

import dev.baton.buffers.Device;
import dev.baton.buffers.heap.Topology;
import dev.baton.sim.PixelClock;
import dev.baton.sim.Worded;
import dev.baton.sim.pixels.PixelFormat;

import java.util.Objects;

/**
 * What a camera is like.
 *
 * @param device its DMA engine, and its name for events and reports
 * @param topology which addresses devices see in buffers that are made here
 * @param memory whose buffers it fills
 * @param format how it writes pixels
 * @param width pixels of a row
 * @param height rows
 * @param periodNanos from frame to frame, by its own clock
 * @param driftPpm by how many millionths its periods are longer than that; negative for shorter; at
 *     most {@link PixelClock#DRIFT_PPM_MAX} either way
 * @since 0.1
 */
public record CaptureOptions(
        Device device,
        Topology topology,
        Memory memory,
        PixelFormat format,
        int width,
        int height,
        long periodNanos,
        int driftPpm) {
    /** The shortest period: 100,000 frames in a second. */
    public static final long PERIOD_NANOS_MIN = 10_000;

    /** The longest period. */
    public static final long PERIOD_NANOS_MAX = 10_000_000_000L;

    /**
     * Whose buffers are filled: V4L2's {@code enum v4l2_memory}.
     *
     * @since 0.1
     */
    public enum Memory implements Worded {
        /** The camera's own, which it exports plane by plane. */
        MMAP,
        /** Those of another exporter, imported. */
        DMABUF,
        /** Memory that a user has already. */
        USERPTR
    }

    /**
     * Refuses what no camera is like.
     *
     * @param device its DMA engine
     * @param topology which addresses devices see
     * @param memory whose buffers it fills
     * @param format how it writes pixels
     * @param width pixels of a row
     * @param height rows
     * @param periodNanos as above
     * @param driftPpm as above
     */
    public CaptureOptions {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(format, "format");
        boolean off = Math.abs((long) driftPpm) > PixelClock.DRIFT_PPM_MAX;
        if (off || periodNanos < PERIOD_NANOS_MIN || periodNanos > PERIOD_NANOS_MAX) {
            throw new IllegalArgumentException(
                    device.name() + ": " + periodNanos + " ns and " + driftPpm + " ppm; use "
                            + PERIOD_NANOS_MIN + " to " + PERIOD_NANOS_MAX + " and at most "
                            + PixelClock.DRIFT_PPM_MAX);
        }
    }

    /**
     * A camera with a true clock that reaches all memory directly.
     *
     * @param name for events and reports
     * @param memory whose buffers it fills
     * @param format how it writes pixels
     * @param width pixels of a row
     * @param height rows
     * @param periodNanos from frame to frame
     */
    public CaptureOptions(
            String name,
            Memory memory,
            PixelFormat format,
            int width,
            int height,
            long periodNanos) {
        this(Device.named(name), Topology.DIRECT, memory, format, width, height, periodNanos, 0);
    }

    /** {@return its name for events and reports} */
    public String name() {
        return device.name();
    }
}
