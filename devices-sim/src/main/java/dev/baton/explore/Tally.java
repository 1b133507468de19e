package dev.baton.explore;

/**
 * What counts of executions besides how they failed: a search that finds nothing owes it to whoever
 * reads its bound.
 *
 * @param cut how many were stopped before their end, so that nobody knows whether all jobs would have
 *     ended
 * @since 0.1
 */
public record Tally(long cut) {
    /** Of no execution. */
    public static final Tally NONE = new Tally(0);

    /**
     * Of all executions of both.
     *
     * @param other of other executions
     * @return the sum
     */
    public Tally plus(Tally other) {
        return new Tally(cut + other.cut);
    }
}
