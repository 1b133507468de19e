package dev.baton.sim.gpu;

/**
 * Which context a ring serves first, as {@code drm_sched_priority}. Among equals the order of entry
 * decides; a lower one waits while a higher one has commands.
 *
 * @since 0.1
 */
public enum Priority {
    /** What may wait. */
    LOW,
    /** Most. */
    NORMAL,
    /** A compositor. */
    HIGH
}
