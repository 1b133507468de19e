package dev.baton.explore;

import dev.baton.explore.Step.Take;
import dev.baton.explore.StepProgram.JobSteps;

import java.util.List;

/**
 * How jobs come to own their buffers: one after the other, or all in one step. One instance serves
 * one execution, on one thread.
 *
 * @since 0.1
 */
public interface Acquisition {
    /**
     * The job appears; its whole set is known from here on.
     *
     * @param job its index
     * @param steps what it will do
     */
    void arrive(int job, JobSteps steps);

    /**
     * Whether the job can take a buffer now.
     *
     * @param job its index
     * @param take what it wants
     * @return whether the step can be performed
     */
    boolean mayTake(int job, Take take);

    /**
     * The job takes a buffer, which it may.
     *
     * @param job its index
     * @param take what it wants
     */
    void take(int job, Take take);

    /**
     * The job gives one buffer back.
     *
     * @param job its index
     * @param buffer the buffer's name
     */
    void release(int job, String buffer);

    /**
     * The job has ended and gives back the rest.
     *
     * @param job its index
     */
    void leave(int job);

    /**
     * Who has what a job wants, in a mode that excludes it.
     *
     * @param job its index
     * @param take what it wants
     * @return indexes of jobs, ascending
     */
    List<Integer> holders(int job, Take take);
}
