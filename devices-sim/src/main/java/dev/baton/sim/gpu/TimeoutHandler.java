package dev.baton.sim.gpu;

import dev.baton.engine.Job;

/**
 * A driver's answer to a job that made no progress in time, as {@code timedout_job}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TimeoutHandler {
    /** Every such job hangs. */
    TimeoutHandler RESET = (job, ranNanos) -> false;

    /**
     * Decides. Runs on the GPU's loop.
     *
     * @param job the job that the ring works on
     * @param ranNanos how long it has been on the ring
     * @return true if it is still running and gets the same time again (the kernel's {@code
     *     DRM_GPU_SCHED_STAT_NO_HANG}); false to reset the GPU
     */
    boolean isStillRunning(Job job, long ranNanos);
}
