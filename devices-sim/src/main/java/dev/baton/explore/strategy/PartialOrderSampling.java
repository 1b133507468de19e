package dev.baton.explore.strategy;

import java.util.List;

/**
 * A priority for each step, drawn anew whenever a step that it conflicts with goes first (Yuan,
 * Yang, Gu: "Partial Order Aware Concurrency Sampling").
 */
final class PartialOrderSampling extends Seeded {
    private final Ranks ranks = new Ranks();

    PartialOrderSampling(long seed) {
        super(seed);
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
}
