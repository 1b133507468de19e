package dev.baton.explore;

import dev.baton.explore.strategy.Strategy;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

    /** For how long what is found is made small, if schedules are counted and not timed. */
    public static final Duration SHRINKING = Duration.ofMinutes(1);

    /** Who hears of the explorations of a thread: a test's framework, around each test. */
    private static final ThreadLocal<@Nullable Consumer<? super Result>> LISTENER =
            new ThreadLocal<>();

    private final Workload workload;
    private List<Strategy> strategies = Strategy.PORTFOLIO;
    private long seed = 1;
    private long schedulesMax = SCHEDULES;
    private long nanosMax = Long.MAX_VALUE;
    private long shrinkingNanosMax = SHRINKING.toNanos();
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
     * Has the explorations of the calling thread told, from now on. Whoever listens judges by all of
     * them whether they say anything, as one of many generated programs may say nothing: {@link
     * #check} leaves that to it.
     *
     * @param listener hears each result of {@link #run} and {@link #check}; null for nobody
     */
    public static void listen(@Nullable Consumer<? super Result> listener) {
        if (listener == null) {
            LISTENER.remove();
        } else {
            LISTENER.set(listener);
        }
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
        shrinkingNanosMax = SHRINKING.toNanos();
        return this;
    }

    /**
     * Changes for how long schedules are tried, if none of them fails, and for how long again what is
     * found is made small. The execution that is under way then is the last.
     *
     * @param most real time; as many schedules as fit in
     * @return this
     */
    public Exploration lasting(Duration most) {
        schedulesMax = Long.MAX_VALUE;
        nanosMax = most.toNanos();
        shrinkingNanosMax = nanosMax;
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
     * Searches, and shrinks what is found, for {@link #SHRINKING} at most if schedules are counted.
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
                workload.horizon(),
                search.tally());
        long shrinkNanos = System.nanoTime();
        Shrinker shrinker =
                new Shrinker(seed, () -> System.nanoTime() - shrinkNanos < shrinkingNanosMax);
        Optional<Found> smallest = first.map(shrinker::shrink);
        Result result = new Result(
                workload,
                bound,
                nanos,
                first,
                smallest,
                !shrinker.isStopped(),
                shrinker.rechecked());
        Consumer<? super Result> listener = LISTENER.get();
        if (listener != null) {
            listener.accept(result);
        }
        return result;
    }

    /**
     * Searches, and fails if something is found, or if nothing could have been.
     *
     * @return what was shown, if nothing was found
     * @throws AssertionError with the report, or if the exploration is {@linkplain Result#vacuity
     *     vacuous}
     */
    public Bound check() {
        Result result = run();
        if (result.first().isPresent()) {
            throw new AssertionError(result.report());
        }
        if (LISTENER.get() == null && result.vacuity().isPresent()) {
            throw new AssertionError(result.vacuity().get());
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
     * @param shrunk whether it was made as small as it gets; false if the time for that was over
     *     before
     * @param rechecked how it was made sure that it is the smallest; empty if it was not
     */
    public record Result(
            Workload workload,
            Bound bound,
            long nanos,
            Optional<Found> first,
            Optional<Found> smallest,
            boolean shrunk,
            String rechecked) {
        private static final String SMALLEST = "; the smallest that fails so:\n";
        private static final String UNSHRUNK =
                "; as small as it could be made in the time for that, perhaps not the smallest:\n";

        /**
         * What reproduces it.
         *
         * @return the token; nothing if nothing was found, or if it would be too long
         */
        public Optional<String> token() {
            return first.flatMap(it -> Token.of(smallest.orElse(it), it));
        }

        /**
         * Why it says nothing that nothing was found.
         *
         * @return such as that no schedule was run; nothing if it says something
         */
        public Optional<String> vacuity() {
            if (bound.schedules() == 0) {
                return Optional.of("vacuous: no schedule of " + workload.name()
                        + " was run; give the exploration a larger budget");
            }
            return workload.canFail()
                    ? Optional.empty()
                    : Optional.of("vacuous: no job of " + workload.name()
                            + " can wait for another one, and nothing is expected, so no schedule"
                            + " can fail; run() does not mind");
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
                                    + (shrunk ? SMALLEST : UNSHRUNK)
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
