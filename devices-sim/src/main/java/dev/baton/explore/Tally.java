package dev.baton.explore;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What counts of executions besides how they failed: a search that finds nothing owes it to whoever
 * reads its bound.
 *
 * @param cut how many were stopped before their end, so that nobody knows whether all jobs would have
 *     ended
 * @param faults how often each fault struck, by its word; 0 of one that never did
 * @since 0.1
 */
public record Tally(long cut, Map<String, Long> faults) {
    /** Of no execution. */
    public static final Tally NONE = new Tally(0, Map.of());

    /**
     * Copies the map.
     *
     * @param cut how many were stopped before their end
     * @param faults how often each fault struck
     */
    public Tally {
        faults = Collections.unmodifiableMap(new TreeMap<>(faults));
    }

    /**
     * Of all executions of both.
     *
     * @param other of other executions
     * @return the sum
     */
    public Tally plus(Tally other) {
        Map<String, Long> sum = new TreeMap<>(faults);
        other.faults.forEach((fault, count) -> sum.merge(fault, count, Long::sum));
        return new Tally(cut + other.cut, sum);
    }
}
