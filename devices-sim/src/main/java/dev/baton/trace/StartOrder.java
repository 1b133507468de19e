package dev.baton.trace;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

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

    static final StartOrder NONE = new StartOrder(0, 0);

    /**
     * With more jobs.
     *
     * @param before the last of those compared already; so many as are compared are kept there
     */
    StartOrder with(Collection<ReplayedJob> jobs, List<ReplayedJob> before) {
        Set<ReplayedJob> compared = new HashSet<>(before);
        List<ReplayedJob> started = Stream.concat(before.stream(), jobs.stream())
                .filter(ReplayedJob::hasBothStarts)
                .sorted(Comparator.comparingLong((ReplayedJob job) -> job.recorded.startNanos())
                        .thenComparingLong(job -> job.startNanos))
                .toList();
        long pairs = comparedPairs;
        long inOrder = agreeing;
        for (int i = 0; i < started.size(); i++) {
            ReplayedJob job = started.get(i);
            boolean old = compared.contains(job);
            for (ReplayedJob other : started.subList(Math.max(0, i - JOBS_BEFORE_MAX), i)) {
                if (!(old && compared.contains(other))
                        && mustKeepOrder(other.recorded, job.recorded)) {
                    pairs++;
                    inOrder += other.startNanos <= job.startNanos ? 1 : 0;
                }
            }
        }
        before.clear();
        before.addAll(
                started.subList(Math.max(0, started.size() - JOBS_BEFORE_MAX), started.size()));
        return new StartOrder(pairs, inOrder);
    }

    private static boolean mustKeepOrder(RecordedJob a, RecordedJob b) {
        return Objects.equals(a.ring(), b.ring())
                || a.uses().stream().anyMatch(use -> b.uses().stream().anyMatch(use::excludes));
    }
}
