package dev.baton.explore;

import dev.baton.explore.strategy.Strategy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Searches the schedules of a workload for a failure, makes it small and reports it.
 *
 * <pre>{@code
 * Exploration.of(pipeline).check(); // throws an AssertionError that says what is wrong, and how
 * }</pre>
 *
 * <p>Immutable. {@link #run} and {@link #check} keep one thread busy.
 *
 * @since 0.1
 */
public final class Exploration {
    /** How many schedules are tried unless told otherwise. */
    public static final long SCHEDULES = 10_000;

    private final Workload workload;
    private final Plan plan;

    /** How it is searched. */
    private record Plan(
            List<Strategy> strategies,
            long seed,
            long schedulesMax,
            long nanosMax,
            LongConsumer progress) {}

    private Exploration(Workload workload, Plan plan) {
        this.workload = workload;
        this.plan = plan;
    }

    /**
     * An exploration by the portfolio of strategies, of {@link #SCHEDULES} schedules, with seed 1.
     *
     * @param workload what to explore
     * @return to be run, or changed first
     */
    public static Exploration of(Workload workload) {
        return new Exploration(
                workload,
                new Plan(Strategy.PORTFOLIO, 1, SCHEDULES, Long.MAX_VALUE, schedules -> {}));
    }

    /**
     * Changes how schedules are chosen.
     *
     * @param strategies take turns
     * @return the same, else
     */
    public Exploration by(Strategy... strategies) {
        return new Exploration(
                workload,
                new Plan(
                        List.of(strategies),
                        plan.seed,
                        plan.schedulesMax,
                        plan.nanosMax,
                        plan.progress));
    }

    /**
     * Changes what decides all choices.
     *
     * @param seed any
     * @return the same, else
     */
    public Exploration seed(long seed) {
        return new Exploration(
                workload,
                new Plan(plan.strategies, seed, plan.schedulesMax, plan.nanosMax, plan.progress));
    }

    /**
     * Changes how many schedules are tried, if none of them fails.
     *
     * @param schedulesMax all of them are tried
     * @return the same, else
     */
    public Exploration schedules(long schedulesMax) {
        return new Exploration(
                workload,
                new Plan(plan.strategies, plan.seed, schedulesMax, Long.MAX_VALUE, plan.progress));
    }

    /**
     * Changes for how long schedules are tried, if none of them fails.
     *
     * @param most real time; as many schedules as fit in
     * @return the same, else
     */
    public Exploration lasting(Duration most) {
        return new Exploration(
                workload,
                new Plan(
                        plan.strategies, plan.seed, Long.MAX_VALUE, most.toNanos(), plan.progress));
    }

    /**
     * Has progress told.
     *
     * @param progress how many schedules have been tried, before each
     * @return the same, else
     */
    public Exploration telling(LongConsumer progress) {
        return new Exploration(
                workload,
                new Plan(plan.strategies, plan.seed, plan.schedulesMax, plan.nanosMax, progress));
    }

    /**
     * Searches, and shrinks what is found.
     *
     * @return what came of it
     */
    public Exploration.Result run() {
        Search search = new Search(plan.strategies, plan.seed);
        long beginNanos = System.nanoTime();
        Optional<Found> first = search.find(workload, () -> {
            plan.progress.accept(search.executions());
            return search.executions() < plan.schedulesMax
                    && System.nanoTime() - beginNanos < plan.nanosMax;
        });
        long nanos = System.nanoTime() - beginNanos;
        Bound bound = new Bound(
                search.executions(), search.abandoned(), search.isExhausted(), plan.strategies);
        return new Result(
                workload, bound, nanos, first, first.map(new Shrinker(plan.seed)::shrink));
    }

    /**
     * Searches, and fails if something is found.
     *
     * @return what was shown, if nothing was found
     * @throws AssertionError with the report
     */
    public Bound check() {
        Result result = run();
        if (result.first().isPresent()) {
            throw new AssertionError(result.report());
        }
        return result.bound();
    }

    /**
     * What came of an exploration.
     *
     * @param workload what was explored
     * @param bound how much of it
     * @param nanos how long the search took, without the shrinking
     * @param first the failure that was found
     * @param smallest what it was made
     */
    public record Result(
            Workload workload,
            Bound bound,
            long nanos,
            Optional<Found> first,
            Optional<Found> smallest) {
        /**
         * What reproduces it.
         *
         * @return the token; nothing if nothing was found
         */
        public Optional<String> token() {
            return first.map(it -> Token.of(smallest.orElse(it), it));
        }

        /**
         * All that there is to say, for people.
         *
         * @return a few lines
         */
        public String report() {
            return smallest.map(
                            found -> workload.name() + ", " + found.failure().kind() + ": "
                                    + found.failure().inWords()
                                    + "\nfound in execution " + bound.schedules()
                                    + "; the smallest that fails so:\n"
                                    + found.workload().source()
                                    + "\nschedule: " + found.schedule().inWords()
                                    + "\nto see it again: Token.parse(\""
                                    + token().orElseThrow() + "\").reproduce(...)")
                    .orElseGet(() -> workload.name() + ": nothing found; " + bound.inWords());
        }
    }
}
