package dev.baton.sim.gpu;

import dev.baton.buffers.Direction;
import dev.baton.engine.Job;
import dev.baton.sim.DmaPort;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Rows;
import dev.baton.sim.pixels.Surface;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Work on real bytes: a job that makes one picture, perhaps of another. The pictures are the device's
 * from the start of the job to the end of its last band, before the completion interrupt.
 *
 * <p>The job's set must name the source SHARED and the target EXCLUSIVE, or what else the caller wants
 * to see come of it. For one job at a time. Who wants to hear of its start and end overrides those
 * methods, and calls them.
 *
 * @since 0.1
 */
public class Render implements GpuWork {
    private final DmaPort port;
    private final Pass pass;
    private final long durationNanos;
    private final int bands;
    private @Nullable Surface source;
    private @Nullable Surface target;

    /**
     * What is made of what.
     *
     * @param paint makes it
     * @param from the source; null for none
     * @param to the target
     */
    public record Pass(Paint paint, @Nullable Framebuffer from, Framebuffer to) {}

    /**
     * The work of a job.
     *
     * @param port the GPU's way to memory
     * @param pass what is made
     * @param durationNanos how long it takes; or {@link GpuWork#UNTIMED}
     * @param bands in how many parts, at least 1 and at most the target's rows
     */
    public Render(DmaPort port, Pass pass, long durationNanos, int bands) {
        this.port = Objects.requireNonNull(port, "port");
        this.pass = Objects.requireNonNull(pass, "pass");
        if (durationNanos < 0 || bands < 1 || bands > pass.to.height()) {
            throw new IllegalArgumentException("no render of " + pass.to + " in " + durationNanos
                    + " ns and " + bands + " bands; use 0 or more, and 1 to " + pass.to.height());
        }
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
