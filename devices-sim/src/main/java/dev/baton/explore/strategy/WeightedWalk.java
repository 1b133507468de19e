package dev.baton.explore.strategy;

import java.util.List;

/**
 * A random walk in which a job goes next in proportion to the steps it has left, so that all
 * interleavings of independent jobs are about equally likely (Zhao, Wolff, Mathur, Roychoudhury:
 * "Selectively Uniform Concurrency Testing", without the selection).
 */
final class WeightedWalk extends Seeded {
    WeightedWalk(long seed) {
        super(seed);
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        int sum = 0;
        for (int i = 0; i < ready.size(); i++) {
            sum += weight(ready.get(i));
        }
        int drawn = random.nextInt(sum);
        int chosen = 0;
        for (drawn -= weight(ready.get(0)); drawn >= 0; drawn -= weight(ready.get(chosen))) {
            chosen++;
        }
        return chosen;
    }

    private static int weight(Task task) {
        return task instanceof Stepped step ? step.remaining() : 1;
    }
}
