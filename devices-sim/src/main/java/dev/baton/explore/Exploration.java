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
 * <p>For one thread, which {@link #run} and {@link #check} keep busy.
 *
 * @since 0.1
 */
public final class Exploration {
    /** How many schedules are tried unless told otherwise. */
    public static final long SCHEDULES = 10_000;

    private final Workload workload;
    private List<Strategy> strategies = Strategy.PORTFOLIO;
    private long seed = 1;
    private long schedulesMax = SCHEDULES;
    private long nanosMax = Long.MAX_VALUE;
    private LongConsumer progress = schedules -> {};

    private Exploration(Workload workload) {
        this.workload = workload;
    }

    /**
     * An exploration by the portfolio of strategies, of {@link #SCHEDULES} schedules, with seed 1.
     *
     * @param workload what to explore
     * @return to be run, or changed first
     */
    public static Exploration of(Workload workload) {
        return new Exploration(workload);
    }

    /**
     * Changes how schedules are chosen.
     *
     * @param takingTurns at least one
     * @return this
     */
    public Exploration by(Strategy... takingTurns) {
        strategies = List.of(takingTurns);
        return this;
    }

    /**
     * Changes what decides all choices.
     *
     * @param decides any number
     * @return this
     */
    public Exploration seed(long decides) {
        seed = decides;
        return this;
    }

    /**
     * Changes how many schedules are tried, if none of them fails.
     *
     * @param most all of them are tried, however long that takes
     * @return this
     */
    public Exploration schedules(long most) {
        schedulesMax = most;
        nanosMax = Long.MAX_VALUE;
        return this;
    }

    /**
     * Changes for how long schedules are tried, if none of them fails.
     *
     * @param most real time; as many schedules as fit in
     * @return this
     */
    public Exploration lasting(Duration most) {
        schedulesMax = Long.MAX_VALUE;
        nanosMax = most.toNanos();
        return this;
    }

    /**
     * Has progress told.
     *
     * @param listener how many schedules have been tried, before each
     * @return this
     */
    public Exploration telling(LongConsumer listener) {
        progress = listener;
        return this;
    }

    /**
     * Searches, and shrinks what is found.
     *
     * @return what came of it
     */
    public Result run() {
        Search search = new Search(strategies, seed);
        long beginNanos = System.nanoTime();
        Optional<Found> first = search.find(workload, () -> {
            progress.accept(search.executions());
            return search.executions() < schedulesMax && System.nanoTime() - beginNanos < nanosMax;
        });
        long nanos = System.nanoTime() - beginNanos;
        Bound bound = new Bound(
                search.executions(),
                search.abandoned(),
                search.isExhausted(),
                search.hasDrawn(),
                search.states(),
                strategies,
                workload.horizon());
        Shrinker shrinker = new Shrinker(seed);
        Optional<Found> smallest = first.map(shrinker::shrink);
        return new Result(workload, bound, nanos, first, smallest, shrinker.rechecked());
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
     * @param rechecked how it was made sure that it is the smallest; empty if it was not
     */
    public record Result(
            Workload workload,
            Bound bound,
            long nanos,
            Optional<Found> first,
            Optional<Found> smallest,
            String rechecked) {
        /**
         * What reproduces it.
         *
         * @return the token; nothing if nothing was found, or if it would be too long
         */
        public Optional<String> token() {
            return first.flatMap(it -> Token.of(smallest.orElse(it), it));
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
                                    + (rechecked.isEmpty() ? "" : "\nrechecked: " + rechecked)
                                    + again())
                    .orElseGet(() -> workload.name() + ": nothing found; " + bound.inWords());
        }

        private String again() {
            return token().map(
                            it -> "\nto see it again: Token.parse(\"" + it + "\").reproduce(...)")
                    .orElse(
                            "\nto see it again: the same exploration, as it is too long for a token");
        }
    }
}
