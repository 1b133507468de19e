package dev.baton.sim;

import java.util.List;

/**
 * Lets what happens at one instant happen in the order in which it was added, as a recording has it
 * written down, and draws nothing but 0.
 *
 * @since 0.1
 */
public final class InOrderScheduler implements Scheduler {
    /** A scheduler for as many executions as wanted, all alike. */
    public InOrderScheduler() {}

    @Override
    public int nextTask(List<? extends Task> ready) {
        return 0;
    }

    @Override
    public long nextNumber(long bound) {
        return 0;
    }
}
