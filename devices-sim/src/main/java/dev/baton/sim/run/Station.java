package dev.baton.sim.run;

import dev.baton.engine.Job;
import dev.baton.sim.scenario.JobSpec;

import org.jspecify.annotations.Nullable;

/**
 * A device as the streams see it: where their orders go.
 *
 * <p>Orders come on the conductor's loop.
 */
interface Station {
    /**
     * Submits a job for the order, or more than one.
     *
     * @throws dev.baton.engine.RefusedException if the engine refuses it
     * @throws dev.baton.buffers.BufferException if the sharing core does
     * @throws dev.baton.sim.kms.CommitException if the display does
     */
    void submit(Order order);

    /** Makes ready for a job's orders, before anything runs. */
    default void prepare(JobSpec spec) {}

    /** Which iteration a job is that does not carry it; null if that cannot be told. Any thread. */
    default @Nullable Order order(Job job) {
        return null;
    }

    /** Nothing is submitted any more; what is held open-ended is let go. */
    default void finish() {}
}
