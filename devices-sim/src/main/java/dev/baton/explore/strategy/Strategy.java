package dev.baton.explore.strategy;

import dev.baton.sim.Scheduler;
import dev.baton.sim.SeededScheduler;

import java.util.List;

/**
 * A way to choose schedules.
 *
 * @since 0.1
 */
public enum Strategy {
    /** Lets everybody hold something, and nobody take the next thing before that. */
    HOLD,
    /** A random walk weighted by the steps that jobs have left (URW). */
    WALK,
    /** Partial order sampling (POS). */
    POS,
    /** Probabilistic concurrency testing with {@link #PCT_DEPTH} ordering constraints. */
    PCT,
    /** Each time uniformly. */
    RANDOM,
    /** Every schedule that differs, once; its scheduler is kept from execution to execution. */
    EXHAUSTIVE;

    /** How many orderings PCT counts on. */
    public static final int PCT_DEPTH = 3;

    /** In rotation, the default: no single one finds everything soonest. */
    public static final List<Strategy> PORTFOLIO = List.of(HOLD, WALK, POS, PCT, RANDOM);

    /**
     * A scheduler of this kind.
     *
     * @param seed decides all its choices
     * @param steps about how many choices an execution has; only PCT asks
     * @return for one execution, or for all of them if this is {@link #EXHAUSTIVE}
     */
    public Scheduler scheduler(long seed, int steps) {
        return switch (this) {
            case HOLD -> new Hold(seed);
            case WALK -> new WeightedWalk(seed);
            case POS -> new PartialOrderSampling(seed);
            case PCT -> new Pct(seed, PCT_DEPTH, steps);
            case RANDOM -> new SeededScheduler(seed);
            case EXHAUSTIVE -> new Exhaustive(seed);
        };
    }
}
