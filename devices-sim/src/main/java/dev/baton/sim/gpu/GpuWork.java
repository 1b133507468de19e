package dev.baton.sim.gpu;

import dev.baton.engine.Job;

/**
 * What a GPU job does: it takes time, and does its work in that many bands while it does, so that
 * whoever looks in between sees it half done. Attach it to the job.
 *
 * <p>Everything but {@link #granted} is called on the GPU's loop. What throws ends the job FAILED with
 * that cause; once the job was taken from the GPU a write through its mappings is refused instead.
 * After a reset the work of an innocent job is done again from its start.
 *
 * @since 0.1
 */
public interface GpuWork {
    /** The duration of a job that ends by {@link Gpu#advance} alone. */
    long UNTIMED = Long.MAX_VALUE;

    /**
     * How long the ring is busy with it.
     *
     * @return nanoseconds, not negative; or {@link #UNTIMED}
     */
    long durationNanos();

    /**
     * Into how many bands the work is cut.
     *
     * @return at least 1
     */
    int bands();

    /**
     * The GPU has been told that it owns the job's buffers. On the thread that told it.
     *
     * @param nanos when, by the GPU's clock
     */
    default void granted(long nanos) {}

    /**
     * The ring begins the job, perhaps again.
     *
     * @param job the job; it owns its buffers
     */
    default void started(Job job) {}

    /**
     * Does one band of the work.
     *
     * @param band from 0 up, in order
     */
    void draw(int band);

    /**
     * The last band is done. The completion interrupt follows, and with it the release of the buffers.
     *
     * @param startNanos when the ring began the job
     * @param endNanos now
     */
    default void completed(long startNanos, long endNanos) {}

    /**
     * The ring has stopped before the last band was done: a reset, a failure, or the job was taken;
     * of a job that was taken it may hear so after its buffers went on.
     */
    default void stopped() {}
}
