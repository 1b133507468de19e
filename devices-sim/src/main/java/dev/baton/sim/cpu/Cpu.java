package dev.baton.sim.cpu;

import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.sim.EventLoop;

import java.util.Objects;

/**
 * A CPU thread as a client: it does the work of its jobs, each a {@link Runnable} attachment, one
 * after the other in the order of their grants, and releases each when its time is over.
 *
 * <p>For the event loop's thread.
 *
 * @since 0.1
 */
public final class Cpu implements Client {
    private final EventLoop loop;
    private final String name;
    private final long jobNanos;
    private long freeAtNanos;

    /**
     * An idle thread.
     *
     * @param loop its clock
     * @param name for events and reports
     * @param jobNanos how long a job takes
     */
    public Cpu(EventLoop loop, String name, long jobNanos) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.name = Objects.requireNonNull(name, "name");
        this.jobNanos = jobNanos;
    }

    @Override
    public String name() {
        return name;
    }

    /** Runs the job in its turn. It must carry a {@link Runnable}; otherwise it ends FAILED. */
    @Override
    public void granted(Job job) {
        if (!(job.attachment() instanceof Runnable work)) {
            throw new IllegalArgumentException(job + " brings " + name + " no Runnable");
        }
        freeAtNanos = Math.max(freeAtNanos, loop.nowNanos()) + jobNanos;
        loop.at(freeAtNanos, name + " job", () -> {
            work.run();
            job.release();
        });
    }
}
