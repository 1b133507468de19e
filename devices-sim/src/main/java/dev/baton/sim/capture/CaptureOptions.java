package dev.baton.sim.capture;

import dev.baton.buffers.Device;
import dev.baton.buffers.heap.Topology;
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
 * @param rateMilliHz frames in a thousand seconds: 29,970 for 29.97 Hz
 * @since 0.1
 */
public record CaptureOptions(
        Device device,
        Topology topology,
        Memory memory,
        PixelFormat format,
        int width,
        int height,
        int rateMilliHz) {
    /** The most frames in a thousand seconds. */
    public static final int RATE_MILLI_HZ_MAX = 1_000_000;

    private static final long NANOS_PER_THOUSAND_SECONDS = 1_000_000_000_000L;

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
     * @param rateMilliHz frames in a thousand seconds
     */
    public CaptureOptions {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(format, "format");
        if (rateMilliHz < 1 || rateMilliHz > RATE_MILLI_HZ_MAX) {
            throw new IllegalArgumentException(
                    device.name() + ": " + rateMilliHz + " mHz; use 1 to " + RATE_MILLI_HZ_MAX);
        }
    }

    /**
     * A camera that reaches all memory directly.
     *
     * @param name for events and reports
     * @param memory whose buffers it fills
     * @param format how it writes pixels
     * @param width pixels of a row
     * @param height rows
     * @param rateMilliHz frames in a thousand seconds
     */
    public CaptureOptions(
            String name,
            Memory memory,
            PixelFormat format,
            int width,
            int height,
            int rateMilliHz) {
        this(Device.named(name), Topology.DIRECT, memory, format, width, height, rateMilliHz);
    }

    /** {@return its name for events and reports} */
    public String name() {
        return device.name();
    }

    /** Computed from the start of the stream, so that rounding does not add up. */
    long frameNanos(long frames) {
        return frames / rateMilliHz * NANOS_PER_THOUSAND_SECONDS
                + frames % rateMilliHz * NANOS_PER_THOUSAND_SECONDS / rateMilliHz;
    }
}
