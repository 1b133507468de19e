package dev.baton.trace;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Whether jobs that had to keep an order started in the recorded one: two on one ring, or two on one
 * buffer with an exclusive access among them, both with a recorded start. What started at the same
 * time agrees with either order.
 *
 * @param comparedPairs how many such pairs
 * @param agreeing how many of them started in the recorded order
 * @since 0.1
 */
public record StartOrder(long comparedPairs, long agreeing) {
    /** A job is compared with so many that started before it. */
    static final int JOBS_BEFORE_MAX = 1_000;

    static StartOrder of(Collection<ReplayedJob> jobs) {
        List<ReplayedJob> started = jobs.stream()
                .filter(ReplayedJob::hasBothStarts)
                .sorted(Comparator.comparingLong((ReplayedJob job) -> job.recorded.startNanos())
                        .thenComparingLong(job -> job.startNanos))
                .toList();
        long compared = 0;
        long agreeing = 0;
        for (int i = 0; i < started.size(); i++) {
            ReplayedJob job = started.get(i);
            for (ReplayedJob before : started.subList(Math.max(0, i - JOBS_BEFORE_MAX), i)) {
                if (mustKeepOrder(before.recorded, job.recorded)) {
                    compared++;
                    agreeing += before.startNanos <= job.startNanos ? 1 : 0;
                }
            }
        }
        return new StartOrder(compared, agreeing);
    }

    private static boolean mustKeepOrder(RecordedJob a, RecordedJob b) {
        return Objects.equals(a.ring(), b.ring())
                || a.uses().stream().anyMatch(use -> b.uses().stream().anyMatch(use::excludes));
    }
}
