package dev.baton.sim;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Chooses uniformly, by a seed: the same seed, the same choices, on every JDK.
 *
 * @since 0.1
 */
public final class SeededScheduler implements Scheduler {
    private final SplittableRandom random;

    /**
     * A scheduler for as many executions as wanted, all different.
     *
     * @param seed decides all of them
     */
    public SeededScheduler(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        return random.nextInt(ready.size());
    }

    @Override
    public long nextNumber(long bound) {
        return random.nextLong(bound);
    }
}
