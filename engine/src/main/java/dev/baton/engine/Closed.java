package dev.baton.engine;

import java.util.List;

/**
 * What closing a client, or a dispatcher, has ended.
 *
 * @param cancelled jobs that waited; they ended CANCELLED, CLIENT_CLOSED
 * @param abandoned jobs that were owned and not given back within the deadline; they ended ABANDONED,
 *     and what they owned exclusively is poisoned (S15)
 * @since 0.1
 */
public record Closed(List<Job> cancelled, List<Job> abandoned) {
    /**
     * Copies the lists.
     *
     * @param cancelled jobs that waited
     * @param abandoned jobs that were owned
     */
    public Closed {
        cancelled = List.copyOf(cancelled);
        abandoned = List.copyOf(abandoned);
    }
}
