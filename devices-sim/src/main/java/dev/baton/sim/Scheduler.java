package dev.baton.sim;

import java.util.List;

/**
 * Makes every choice that a run leaves open: which of the tasks that are ready goes next, and every
 * number drawn. Whoever replaces it decides the whole run; searching for a bad run is choosing a
 * scheduler, and nothing else.
 *
 * <p>For one thread.
 *
 * @since 0.1
 */
public interface Scheduler {
    /**
     * Begins another execution of the same program.
     *
     * @return false if this scheduler has nothing left to try; one that draws always has
     */
    default boolean newExecution() {
        return true;
    }

    /**
     * Chooses the next task.
     *
     * @param ready the tasks that could go now, at least one, in the order they became ready; valid
     *     during this call
     * @return an index into {@code ready}
     */
    int nextTask(List<? extends Task> ready);

    /**
     * Draws a number.
     *
     * @param bound greater than 0
     * @return a number from 0 to {@code bound - 1}
     */
    long nextNumber(long bound);

    /** What a scheduler knows of a task. Programs may offer more, and strategies look for it. */
    interface Task {
        /**
         * What it is, for reports.
         *
         * @return a short name
         */
        String name();
    }
}
