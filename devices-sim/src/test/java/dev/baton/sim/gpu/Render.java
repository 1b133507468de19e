package dev.baton.sim.gpu;

import dev.baton.buffers.Direction;
import dev.baton.engine.Job;
import dev.baton.sim.DmaPort;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Rows;
import dev.baton.sim.pixels.Surface;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** Work on real bytes: a job that makes one picture, perhaps of another, and holds both meanwhile. */
public class Render implements GpuWork {
    private final DmaPort port;
    private final Pass pass;
    private final long durationNanos;
    private final int bands;
    private @Nullable Surface source;
    private @Nullable Surface target;

    /** Makes some rows of a picture; the source is that of its pass. */
    public interface Paint {
        void paint(@Nullable Surface from, Surface to, Rows rows);
    }

    /** What is made of what. */
    public record Pass(Paint paint, @Nullable Framebuffer from, Framebuffer to) {}

    public Render(DmaPort port, Pass pass, long durationNanos, int bands) {
        this.port = port;
        this.pass = pass;
        this.durationNanos = durationNanos;
        this.bands = bands;
    }

    @Override
    public final long durationNanos() {
        return durationNanos;
    }

    @Override
    public final int bands() {
        return bands;
    }

    @Override
    public void started(Job job) {
        Framebuffer from = pass.from;
        if (from != null) {
            source = Surface.begin(port, job, from, Direction.TO_DEVICE);
        }
        target = Surface.begin(port, job, pass.to, Direction.BIDIRECTIONAL);
    }

    @Override
    public void draw(int band) {
        Rows rows = Rows.band(pass.to.height(), band, bands);
        pass.paint.paint(source, Objects.requireNonNull(target), rows);
    }

    @Override
    public void completed(long startNanos, long endNanos) {
        stopped();
    }

    @Override
    public void stopped() {
        end(source);
        source = null;
        end(target);
        target = null;
    }

    private static void end(@Nullable Surface surface) {
        if (surface != null) {
            surface.end();
        }
    }
}
