package dev.baton.sim.gpu;

/**
 * What a GPU job does: it takes time, and does its work in that many bands while it does, so that
 * whoever looks in between sees it half done. Attach it to the job.
 *
 * @since 0.1
 */
public interface GpuWork {
    /**
     * How long the ring is busy with it.
     *
     * @return nanoseconds, positive
     */
    long durationNanos();

    /**
     * Into how many bands the work is cut.
     *
     * @return at least 1
     */
    int bands();

    /**
     * Does one band of the work.
     *
     * @param band from 0 up, in order
     */
    void draw(int band);

    /**
     * The completion interrupt: the last band is done, and the buffers are about to be released.
     *
     * @param startNanos when the ring began the job, in virtual time
     * @param endNanos now
     */
    default void completed(long startNanos, long endNanos) {}
}
