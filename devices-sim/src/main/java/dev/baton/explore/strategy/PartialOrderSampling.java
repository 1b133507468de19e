package dev.baton.explore.strategy;

import dev.baton.sim.Scheduler;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A priority for each step, drawn anew whenever a step that it conflicts with goes first (Yuan,
 * Yang, Gu: "Partial Order Aware Concurrency Sampling").
 */
final class PartialOrderSampling implements Scheduler {
    private final SplittableRandom random;
    private final Ranks ranks = new Ranks();

    PartialOrderSampling(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    public boolean newExecution() {
        return true;
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        int best = ranks.highest(ready, random);
        forget(ready, best);
        return best;
    }

    private void forget(List<? extends Task> ready, int chosen) {
        Task goes = ready.get(chosen);
        for (int i = 0; i < ready.size(); i++) {
            if (i == chosen
                    || (goes instanceof Stepped step
                            && ready.get(i) instanceof Stepped other
                            && step.conflictsWith(other))) {
                ranks.set(ready.get(i), Ranks.NONE);
            }
        }
    }

    @Override
    public long nextNumber(long bound) {
        return random.nextLong(bound);
    }
}
