package dev.baton.sim.scenario;

import org.jspecify.annotations.Nullable;

/**
 * What makes a job be submitted, iteration by iteration.
 *
 * @since 0.1
 */
public sealed interface Trigger {
    /**
     * The job that is followed.
     *
     * @return its name; null if none is
     */
    default @Nullable String job() {
        return null;
    }

    /**
     * Time: iteration i at {@code offsetNanos + i * periodNanos}.
     *
     * @param periodNanos from one submission to the next
     * @param offsetNanos when the first one is due
     */
    record Every(long periodNanos, long offsetNanos) implements Trigger {}

    /**
     * In the same breath: right after the submission of another job's same iteration.
     *
     * @param job the other one
     */
    record With(String job) implements Trigger {}

    /**
     * When another job's same iteration is done: completed, or latched if a display shows it.
     *
     * @param job the other one
     */
    record After(String job) implements Trigger {}

    /**
     * When an earlier iteration of another job is done, as {@link After}: iteration i waits for
     * iteration {@code i - ahead}.
     *
     * @param job the other one, or the job itself
     * @param ahead so many iterations are submitted when the run begins
     */
    record Next(String job, int ahead) implements Trigger {}

    /**
     * When a camera has filled a buffer: the iteration is the frame's number.
     *
     * @param device the camera
     */
    record Frame(String device) implements Trigger {}
}
