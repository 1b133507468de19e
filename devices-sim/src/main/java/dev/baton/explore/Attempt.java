package dev.baton.explore;

import dev.baton.explore.strategy.Strategy;
import dev.baton.sim.Scheduler;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One execution that can be made again: a strategy and its seed.
 *
 * @param strategy how it chooses, not the exhaustive one
 * @param seed of all choices
 * @param steps about how many choices there will be
 * @since 0.1
 */
public record Attempt(Strategy strategy, long seed, int steps) {
    /**
     * Refuses null.
     *
     * @param strategy how it chooses
     * @param seed of all choices
     * @param steps about how many choices there will be
     */
    public Attempt {
        Objects.requireNonNull(strategy, "strategy");
    }

    /** Runs it, and if it fails, runs it again to write down how. */
    Optional<Found> on(Workload workload, Consumer<? super Tally> listener) {
        if (workload.run(scheduler(), listener).isEmpty()) {
            return Optional.empty();
        }
        Optional<Found> found = Found.by(workload, scheduler());
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    workload.name() + " fails and then, with the same choices, does not");
        }
        return found.map(it -> it.by(this));
    }

    Scheduler scheduler() {
        return strategy.scheduler(seed, steps);
    }
}
