package dev.baton.sim.gpu;

import dev.baton.buffers.Device;
import dev.baton.sim.Latency;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What a GPU is like. Begin with {@link #named} and add what is wanted.
 *
 * @param device what it can reach, and its name
 * @param rings how many rings work side by side
 * @param creditsMax how many commands are scheduled on a ring at a time, as drm_sched's credits: the
 *     next one waits in its context, where priority counts, until one of them is known to be done
 * @param commandsMax how many jobs the whole GPU holds; one on top ends FAILED with a {@link
 *     RingFullException}
 * @param interrupt from the end of the work to the release of the buffers; null for none
 * @param timeoutNanos how long a job may be on the ring without progress; 0 for ever
 * @param resetNanos how long a reset takes
 * @param onTimeout asked before a reset
 * @since 0.1
 */
public record GpuOptions(
        Device device,
        int rings,
        int creditsMax,
        int commandsMax,
        @Nullable Latency interrupt,
        long timeoutNanos,
        long resetNanos,
        TimeoutHandler onTimeout) {
    /** The most rings. */
    public static final int RINGS_MAX = 64;

    /** The most commands, and so credits. */
    public static final int COMMANDS_MAX = 1 << 16;

    private static final int COMMANDS = 4096;

    /**
     * Refuses what is no GPU.
     *
     * @param device what it can reach
     * @param rings how many rings
     * @param creditsMax how many commands are scheduled on a ring
     * @param commandsMax how many jobs the GPU holds
     * @param interrupt the latency of a completion
     * @param timeoutNanos how long a job may be without progress
     * @param resetNanos how long a reset takes
     * @param onTimeout asked before a reset
     */
    public GpuOptions {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(onTimeout, "onTimeout");
        checkRange(device, "rings", rings, RINGS_MAX);
        checkRange(device, "creditsMax", creditsMax, COMMANDS_MAX);
        checkRange(device, "commandsMax", commandsMax, COMMANDS_MAX);
        if (timeoutNanos < 0 || resetNanos < 0) {
            throw new IllegalArgumentException(device.name() + ": a timeout of " + timeoutNanos
                    + " ns and a reset of " + resetNanos + " ns; use 0 or more");
        }
    }

    private static void checkRange(Device device, String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(
                    device.name() + ": " + what + " " + value + "; use 1 to " + most);
        }
    }

    /**
     * A GPU with one ring, a credit of 2, no latency and no timeout.
     *
     * @param name for events and reports
     * @return the options
     */
    public static GpuOptions named(String name) {
        return new GpuOptions(Device.named(name), 1, 2, COMMANDS, null, 0, 0, TimeoutHandler.RESET);
    }

    /** {@return the name of the device} */
    public String name() {
        return device.name();
    }

    /**
     * The same with other limits on what it reaches.
     *
     * @param other what it can reach
     * @return the options
     */
    public GpuOptions withDevice(Device other) {
        return new GpuOptions(
                other,
                rings,
                creditsMax,
                commandsMax,
                interrupt,
                timeoutNanos,
                resetNanos,
                onTimeout);
    }

    /**
     * The same with other rings.
     *
     * @param count how many
     * @param credits how many commands are scheduled on each
     * @return the options
     */
    public GpuOptions withRings(int count, int credits) {
        return new GpuOptions(
                device,
                count,
                credits,
                commandsMax,
                interrupt,
                timeoutNanos,
                resetNanos,
                onTimeout);
    }

    /**
     * The same with another latency of the completion interrupt.
     *
     * @param latency the latency; null for none
     * @return the options
     */
    public GpuOptions withInterrupt(@Nullable Latency latency) {
        return new GpuOptions(
                device,
                rings,
                creditsMax,
                commandsMax,
                latency,
                timeoutNanos,
                resetNanos,
                onTimeout);
    }

    /**
     * The same with a timeout.
     *
     * @param nanos how long a job may be without progress
     * @param reset how long a reset takes, in nanoseconds
     * @param handler asked before a reset
     * @return the options
     */
    public GpuOptions withTimeout(long nanos, long reset, TimeoutHandler handler) {
        return new GpuOptions(
                device, rings, creditsMax, commandsMax, interrupt, nanos, reset, handler);
    }
}
