package dev.baton.explore;

import java.util.List;

/**
 * In which order the jobs of a program went: the index of one job per step. A job's first step is
 * its arrival.
 *
 * @param jobs the indexes
 * @since 0.1
 */
public record Schedule(List<Integer> jobs) {
    /**
     * Copies the list.
     *
     * @param jobs the indexes
     */
    public Schedule {
        jobs = List.copyOf(jobs);
    }

    /**
     * How often another job went on than the one before.
     *
     * @return the number of context switches
     */
    public int switches() {
        int count = 0;
        for (int i = 1; i < jobs.size(); i++) {
            count += jobs.get(i).equals(jobs.get(i - 1)) ? 0 : 1;
        }
        return count;
    }
}
