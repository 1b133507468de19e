package dev.baton.sim.run;

import dev.baton.sim.Worded;

/**
 * Which time a run passes in.
 *
 * @since 0.1
 */
public enum Clock implements Worded {
    /** One thread; the clock jumps from task to task. The same seed gives the same run. */
    VIRTUAL,
    /** Devices are threads, and time is what it is. */
    REAL
}
