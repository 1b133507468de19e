package dev.baton.engine;

import java.util.Objects;

/**
 * One wish of a job: a queue and the mode it is wanted in.
 *
 * @param queue the queue of the buffer
 * @param mode how the buffer is used
 * @since 0.1
 */
public record Access(SyncQueue queue, AccessMode mode) {
    /**
     * Refuses nulls.
     *
     * @param queue the queue of the buffer
     * @param mode how the buffer is used
     */
    public Access {
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(mode, "mode");
    }

    /** {@return the queue's name and the mode, such as {@code screen SHARED}} */
    @Override
    public String toString() {
        return queue + " " + mode;
    }
}
