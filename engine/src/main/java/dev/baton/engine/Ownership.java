package dev.baton.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a blocking acquire returns: all buffers of the set, owned until closed.
 *
 * <pre>{@code
 * try (Ownership frame = dispatcher.acquire(AccessSet.exclusive(queue), Duration.ofMillis(5))) {
 *     draw();
 * }
 * }</pre>
 *
 * <p><b>Threading:</b> any thread may close it. <b>Memory:</b> as {@link Job#release()}.
 *
 * @since 0.1
 */
public final class Ownership implements AutoCloseable {
    private final Job job;
    private final AtomicBoolean closed = new AtomicBoolean();

    Ownership(Job job) {
        this.job = job;
    }

    /**
     * The job behind this ownership.
     *
     * @return the granted job, or the ended one after {@link #close()}
     */
    public Job job() {
        return job;
    }

    /**
     * Says that another thread will close it, so that this one may block meanwhile: it does not count
     * as the owner any more (S19).
     *
     * @return this, for that thread
     */
    public Ownership detach() {
        if (job.client() instanceof Acquisition.Waiter waiter) {
            waiter.detach();
        }
        Holder.ofThisThread().disown(job);
        return this;
    }

    /**
     * Releases everything still owned. Closing again has no effect. What was taken away meanwhile
     * (S16) stays so, and this counts as a late release.
     */
    @Override
    public void close() {
        // Decides: which close releases. Won: it stays closed. Lost: closed before, nothing to do.
        // Orders: nothing; the release does.
        if (closed.compareAndSet(false, true)) {
            Holder.ofThisThread().disown(job);
            job.release();
        }
    }
}
