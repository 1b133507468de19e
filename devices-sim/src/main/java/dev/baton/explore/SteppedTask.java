package dev.baton.explore;

import dev.baton.sim.Scheduler;

/** What strategies may know of a job that could go on. */
interface SteppedTask extends Scheduler.Task {
    /** The job's index in its program. */
    int job();

    /** Whether it holds a buffer. */
    boolean holds();

    /** Whether its next step takes a buffer. */
    boolean takes();
}
