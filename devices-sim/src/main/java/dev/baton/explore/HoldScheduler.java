package dev.baton.explore;

import dev.baton.sim.Scheduler;
import dev.baton.sim.SeededScheduler;

import java.util.List;

/**
 * Looks for deadlocks by letting everybody hold: runs first whoever holds nothing, and lets no
 * holder take its next buffer while another job can go on. Blind to failures that are not about
 * holding and waiting.
 *
 * @since 0.1
 */
public final class HoldScheduler implements Scheduler {
    private final SeededScheduler random;

    /**
     * A scheduler for as many executions as wanted.
     *
     * @param seed decides among jobs that are equally good
     */
    public HoldScheduler(long seed) {
        this.random = new SeededScheduler(seed);
    }

    @Override
    public boolean newExecution() {
        return random.newExecution();
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        int best = Integer.MAX_VALUE;
        int equallyGood = 0;
        int chosen = 0;
        for (int i = 0; i < ready.size(); i++) {
            int rank = rank(ready.get(i));
            equallyGood = rank < best ? 1 : rank == best ? equallyGood + 1 : equallyGood;
            if (rank < best || (rank == best && random.nextNumber(equallyGood) == 0)) {
                chosen = i;
            }
            best = Math.min(best, rank);
        }
        return chosen;
    }

    private static int rank(Task task) {
        if (!(task instanceof SteppedTask job) || !job.holds()) {
            return 0;
        }
        return job.takes() ? 2 : 1;
    }

    @Override
    public long nextNumber(long bound) {
        return random.nextNumber(bound);
    }
}
