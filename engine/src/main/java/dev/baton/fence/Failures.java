package dev.baton.fence;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The errors of the last points that failed, for those who ask after the fact. */
final class Failures {
    private final NavigableMap<Long, Failure> byLast = new TreeMap<>();

    /** Notes that these points came true together. */
    void add(long first, long last, @Nullable Throwable error) {
        if (error != null) {
            byLast.put(last, new Failure(first, error));
            if (byLast.size() > Timeline.FAILURES_MAX) {
                byLast.pollFirstEntry();
            }
        }
    }

    @Nullable
    Throwable of(long point) {
        Map.Entry<Long, Failure> found = byLast.ceilingEntry(point);
        return found == null || found.getValue().first() > point
                ? null
                : found.getValue().error();
    }

    private record Failure(long first, Throwable error) {}
}
