package dev.baton.sim.cpu;

import dev.baton.sim.pixels.Drawing;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Surface;

import java.util.List;
import java.util.Objects;

/**
 * What a CPU job does: attach it to the job. Its pictures are those whose buffers the job owns: the
 * ones it reads at least SHARED, the ones it writes EXCLUSIVE.
 *
 * @param durationNanos how long the CPU is busy with it, not negative
 * @param reads pictures that are read; they are bracketed FROM_DEVICE
 * @param writes pictures that are written, and perhaps read before; bracketed BIDIRECTIONAL
 * @param body does the work, at the end of its time
 * @since 0.1
 */
public record CpuWork(
        long durationNanos, List<Framebuffer> reads, List<Framebuffer> writes, Body body) {
    /**
     * Refuses a negative duration.
     *
     * @param durationNanos how long the CPU is busy
     * @param reads pictures that are read
     * @param writes pictures that are written
     * @param body does the work
     */
    public CpuWork {
        if (durationNanos < 0) {
            throw new IllegalArgumentException("no work takes " + durationNanos + " ns");
        }
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
        Objects.requireNonNull(body, "body");
    }

    /**
     * Does the work. What it throws fails the job.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface Body {
        /**
         * The CPU has come to it, and opened its brackets.
         *
         * @param grantNanos when it was told that it owns the buffers
         * @param nanos now
         * @param woke whether it slept until then
         */
        default void started(long grantNanos, long nanos, boolean woke) {}

        /**
         * Runs inside the brackets.
         *
         * @param drawing the CPU's
         * @param reads the pictures that are read
         * @param writes the pictures that are written
         */
        void run(Drawing drawing, List<Surface> reads, List<Surface> writes);
    }
}
