package dev.baton.explore.strategy;

import dev.baton.sim.Scheduler;

/**
 * A task that is one step of a job, with what strategies may know of it.
 *
 * @since 0.1
 */
public interface Stepped extends Scheduler.Task {
    /**
     * Whose step it is.
     *
     * @return the job's number, the same in every execution
     */
    int job();

    /**
     * Whether the job holds anything that others may wait for.
     *
     * @return true from the first take until all is given back
     */
    boolean holds();

    /**
     * Whether the step takes something that others may hold.
     *
     * @return true for what blocks when it is held
     */
    boolean takes();

    /**
     * How many steps the job has left, this one included, if no branch is skipped.
     *
     * @return at least 1
     */
    int remaining();

    /**
     * What the step looks at without changing it for others.
     *
     * @return a bit for each object; two objects may share one
     */
    long reads();

    /**
     * What the step changes.
     *
     * @return a bit for each object; two objects may share one
     */
    long writes();

    /**
     * Everything that decides how the execution can go on, whoever goes next.
     *
     * @return a fingerprint, equal in equal states; 0 if nobody can tell
     */
    default long state() {
        return 0;
    }

    /**
     * Whether the order of two steps may matter.
     *
     * @param other a step of another job
     * @return false only if both orders lead to the same
     */
    default boolean conflictsWith(Stepped other) {
        return (writes() & (other.reads() | other.writes())) != 0
                || (other.writes() & reads()) != 0;
    }
}
