package dev.baton.explore;

import dev.baton.explore.strategy.AbandonedException;
import dev.baton.explore.strategy.Exhaustive;
import dev.baton.explore.strategy.Strategy;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Tries schedules until one fails. Strategies take turns, since no single one finds everything
 * soonest.
 *
 * <p>For one thread.
 *
 * @since 0.1
 */
public final class Search {
    private final List<Strategy> strategies;
    private final SplittableRandom seeds;
    private final Exhaustive exhaustive;
    private long executions;
    private long abandoned;
    private boolean exhausted;
    private Tally tally = Tally.NONE;

    /**
     * A search that has tried nothing.
     *
     * @param strategies take turns, the first first
     * @param seed decides all choices
     */
    public Search(List<Strategy> strategies, long seed) {
        if (strategies.isEmpty()) {
            throw new IllegalArgumentException("a search needs at least one strategy");
        }
        this.strategies = List.copyOf(strategies);
        this.seeds = new SplittableRandom(seed);
        this.exhaustive = new Exhaustive(seed);
    }

    /**
     * Tries on, from where it stopped.
     *
     * @param workload what runs; the same in each call, if a strategy is exhaustive
     * @param goesOn asked before each execution
     * @return the first failure found; nothing if it was told to stop, or if all schedules were tried
     */
    public Optional<Found> find(Workload workload, BooleanSupplier goesOn) {
        int steps = workload.size().steps();
        Optional<Found> found = Optional.empty();
        while (found.isEmpty() && !exhausted && goesOn.getAsBoolean()) {
            Strategy next = strategies.get((int) (executions % strategies.size()));
            found = next == Strategy.EXHAUSTIVE
                    ? next(workload)
                    : new Attempt(next, seeds.nextLong(), steps).on(workload, this::count);
            executions++;
        }
        return found;
    }

    private Optional<Found> next(Workload workload) {
        if (!exhaustive.newExecution()) {
            executions--; // there was none
            exhausted = true;
            return Optional.empty();
        }
        try {
            return Found.by(workload, exhaustive, this::count);
        } catch (AbandonedException e) {
            abandoned++;
            return Optional.empty();
        }
    }

    private void count(Tally execution) {
        tally = tally.plus(execution);
    }

    /**
     * What counts of all executions besides.
     *
     * @return the sum, of those that tell it
     */
    public Tally tally() {
        return tally;
    }

    /**
     * How many executions there were.
     *
     * @return all since this search was made, those abandoned included
     */
    public long executions() {
        return executions;
    }

    /**
     * How many executions were given up, since they led nowhere new.
     *
     * @return only the exhaustive strategy does that
     */
    public long abandoned() {
        return abandoned;
    }

    /**
     * How many states the exhaustive strategy has seen in which something was left to do.
     *
     * @return 0 if the workload does not tell its states
     */
    public int states() {
        return exhaustive.states();
    }

    /**
     * Whether the exhaustive strategy had numbers drawn, of which it tries one choice only.
     *
     * @return whether all that it tried is all for one seed
     */
    public boolean hasDrawn() {
        return exhaustive.hasDrawn();
    }

    /**
     * Whether every schedule that differs was tried.
     *
     * @return true once the exhaustive strategy has nothing left
     */
    public boolean isExhausted() {
        return exhausted;
    }
}
