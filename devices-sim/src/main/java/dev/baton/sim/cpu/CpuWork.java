package dev.baton.sim.cpu;

import dev.baton.sim.pixels.Drawing;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Position;
import dev.baton.sim.pixels.Rows;
import dev.baton.sim.pixels.Surface;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

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
         * Runs inside the brackets.
         *
         * @param drawing the CPU's
         * @param reads the pictures that are read
         * @param writes the pictures that are written
         */
        void run(Drawing drawing, List<Surface> reads, List<Surface> writes);
    }

    /**
     * Work that touches no pixels.
     *
     * @param durationNanos how long it takes
     * @param task what it does
     * @return the work
     */
    public static CpuWork of(long durationNanos, Runnable task) {
        return new CpuWork(
                durationNanos, List.of(), List.of(), (drawing, reads, writes) -> task.run());
    }

    /**
     * Makes a small picture of a large one.
     *
     * @param durationNanos how long it takes
     * @param from the large one
     * @param to the small one
     * @return the work
     */
    public static CpuWork thumbnail(long durationNanos, Framebuffer from, Framebuffer to) {
        return new CpuWork(
                durationNanos,
                List.of(from),
                List.of(to),
                (drawing, reads, writes) ->
                        drawing.thumbnail(reads.get(0), writes.get(0), all(writes.get(0))));
    }

    /**
     * Lays one picture over another.
     *
     * @param durationNanos how long it takes
     * @param over what lies above
     * @param to what lies below, and receives the result
     * @param at where
     * @return the work
     */
    public static CpuWork overlay(
            long durationNanos, Framebuffer over, Framebuffer to, Position at) {
        return new CpuWork(
                durationNanos,
                List.of(over),
                List.of(to),
                (drawing, reads, writes) ->
                        drawing.overlay(reads.get(0), writes.get(0), at, all(writes.get(0))));
    }

    /**
     * Reads a picture's first plane back.
     *
     * @param durationNanos how long it takes
     * @param from the picture
     * @param to receives the rows, packed one behind the other
     * @return the work
     */
    public static CpuWork readback(
            long durationNanos, Framebuffer from, Consumer<? super byte[]> to) {
        return new CpuWork(durationNanos, List.of(from), List.of(), (drawing, reads, writes) -> {
            to.accept(read(reads.get(0)));
        });
    }

    /**
     * Tells which frame each row of a picture is of: a picture of different numbers is torn.
     *
     * @param durationNanos how long it takes
     * @param from the picture
     * @param stamp reads its numbers
     * @param numbers told the number of each row, topmost first
     * @return the work
     */
    public static CpuWork check(
            long durationNanos, Framebuffer from, FrameStamp stamp, IntConsumer numbers) {
        int rowBytes = from.format().rowBytes(0, from.width());
        return readback(durationNanos, from, bytes -> {
            for (int row = 0; row < from.height(); row++) {
                numbers.accept(stamp.numberOf(bytes, row * rowBytes));
            }
        });
    }

    private static byte[] read(Surface from) {
        Framebuffer picture = from.framebuffer();
        int rowBytes = picture.format().rowBytes(0, picture.width());
        byte[] bytes = new byte[picture.height() * rowBytes];
        from.read(0, all(from), bytes);
        return bytes;
    }

    private static Rows all(Surface surface) {
        return new Rows(0, surface.framebuffer().height());
    }
}
