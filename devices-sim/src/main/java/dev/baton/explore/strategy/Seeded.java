package dev.baton.explore.strategy;

import dev.baton.sim.Scheduler;

import java.util.SplittableRandom;

/** What chooses by a seed, for one execution. */
abstract class Seeded implements Scheduler {
    final SplittableRandom random;

    Seeded(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    public long nextNumber(long bound) {
        return random.nextLong(bound);
    }
}
