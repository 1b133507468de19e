package dev.baton.sim.cpu;

import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Rows;
import dev.baton.sim.pixels.Surface;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** What tests let a CPU do. */
public final class CpuWorks {
    private CpuWorks() {}

    /** Touches no pixels. */
    public static CpuWork of(long durationNanos, Runnable task) {
        return new CpuWork(
                durationNanos, List.of(), List.of(), (drawing, reads, writes) -> task.run());
    }

    /** Reads a picture's first plane back, its rows packed one behind the other. */
    public static CpuWork readback(
            long durationNanos, Framebuffer from, Consumer<? super byte[]> to) {
        return new CpuWork(
                durationNanos,
                List.of(from),
                List.of(),
                (drawing, reads, writes) -> to.accept(read(reads.get(0))));
    }

    /** Tells which frame each row is of, topmost first: a picture of different numbers is torn. */
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
        from.read(0, new Rows(0, picture.height()), bytes);
        return bytes;
    }
}
