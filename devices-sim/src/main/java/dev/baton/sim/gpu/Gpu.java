package dev.baton.sim.gpu;

import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.sim.EventLoop;

import java.util.ArrayDeque;
import java.util.Objects;

/**
 * A GPU with one in-order ring. A job enters the ring when it is granted; the ring works on one job
 * at a time, in the order of entry. A job's attachment is its {@link GpuWork}.
 *
 * <p>For the event loop's thread.
 *
 * @since 0.1
 */
public final class Gpu implements Client {
    private final EventLoop loop;
    private final String name;
    private final ArrayDeque<Job> ring = new ArrayDeque<>();

    /**
     * An idle GPU.
     *
     * @param loop its clock
     * @param name for events and reports
     */
    public Gpu(EventLoop loop, String name) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.name = Objects.requireNonNull(name, "name");
    }

    @Override
    public String name() {
        return name;
    }

    /** Puts the job into the ring. It must carry a {@link GpuWork}; otherwise it ends FAILED. */
    @Override
    public void granted(Job job) {
        if (!(job.attachment() instanceof GpuWork)) {
            throw new IllegalArgumentException(job + " brings " + name + " no GpuWork");
        }
        ring.add(job);
        if (ring.size() == 1) {
            start(job);
        }
    }

    private void start(Job job) {
        GpuWork work = (GpuWork) Objects.requireNonNull(job.attachment());
        long startNanos = loop.nowNanos();
        for (int i = 1; i <= work.bands(); i++) {
            int band = i - 1;
            boolean last = i == work.bands();
            loop.after(work.durationNanos() * i / work.bands(), name + " band", () -> {
                work.draw(band);
                if (last) {
                    complete(job, work, startNanos);
                }
            });
        }
    }

    private void complete(Job job, GpuWork work, long startNanos) {
        ring.remove();
        work.completed(startNanos, loop.nowNanos());
        Job next = ring.peek();
        if (next != null) {
            start(next);
        }
        job.release(); // may grant, and so fill the ring again
    }
}
