package dev.baton.sim.gpu;

import dev.baton.sim.Worded;

/**
 * Which context a ring serves first, as {@code drm_sched_priority}. Among equals the order of entry
 * decides; a lower one waits while a higher one has commands.
 *
 * @since 0.1
 */
public enum Priority implements Worded {
    /** What may wait. */
    LOW,
    /** Most. */
    NORMAL,
    /** A compositor. */
    HIGH
}
