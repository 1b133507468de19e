package dev.baton.explore.strategy;

import dev.baton.sim.Scheduler.Task;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One number for each job of an execution; tasks that are no steps count as jobs by their names. */
final class Ranks {
    /** No rank yet. */
    static final long NONE = Long.MIN_VALUE;

    private static final int JOBS_AT_FIRST = 16;

    private final Map<String, Integer> names = new HashMap<>();
    private long[] ranks = new long[JOBS_AT_FIRST];

    Ranks() {
        Arrays.fill(ranks, NONE);
    }

    /** The task of the highest rank; who has none draws one, not negative. */
    int highest(List<? extends Task> ready, SplittableRandom random) {
        int best = 0;
        long bestRank = NONE;
        for (int i = 0; i < ready.size(); i++) {
            long rank = of(ready.get(i));
            if (rank == NONE) {
                rank = random.nextLong(Long.MAX_VALUE);
                set(ready.get(i), rank);
            }
            if (rank > bestRank) {
                bestRank = rank;
                best = i;
            }
        }
        return best;
    }

    private long of(Task task) {
        int job = job(task);
        return job < ranks.length ? ranks[job] : NONE;
    }

    void set(Task task, long rank) {
        int job = job(task);
        int length = ranks.length;
        if (job >= length) {
            ranks = Arrays.copyOf(ranks, Math.max(job + 1, 2 * length));
            Arrays.fill(ranks, length, ranks.length, NONE);
        }
        ranks[job] = rank;
    }

    private int job(Task task) {
        return task instanceof Stepped step
                ? step.job()
                : names.computeIfAbsent(task.name(), name -> names.size());
    }
}
