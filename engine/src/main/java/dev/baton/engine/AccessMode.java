package dev.baton.engine;

/**
 * How a job uses one buffer.
 *
 * @since 0.1
 */
public enum AccessMode {
    /** Beside other shared accesses; behind every earlier exclusive one (S2). */
    SHARED,

    /** Alone; behind every earlier access (S2). */
    EXCLUSIVE,

    /**
     * Outside the order: the use is listed, but takes no place, waits for nobody and nobody waits
     * for it (S2). The job synchronises by other means, as users of dma-resv's BOOKKEEP do.
     */
    UNORDERED;

    /** The stronger of two modes, used when a set names a queue twice (S4). */
    AccessMode strongest(AccessMode other) {
        if (this == EXCLUSIVE || other == EXCLUSIVE) {
            return EXCLUSIVE;
        }
        return this == SHARED || other == SHARED ? SHARED : UNORDERED;
    }
}
