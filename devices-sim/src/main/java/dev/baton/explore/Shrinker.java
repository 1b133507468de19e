package dev.baton.explore;

import dev.baton.explore.strategy.Strategy;
import dev.baton.explore.strategy.TooManyJobsException;
import dev.baton.sim.Scheduler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Makes a failing workload, and the schedule on which it fails, as small as it gets.
 *
 * <p>Both shrink together: a smaller workload counts as failing if any of a few schedules fails in
 * the same way: the one so far, as far as it can be followed, and some that are searched. When no
 * edit is left, each is tried once more, harder; then the schedule alone is shrunk, to the fewest
 * context switches and the smallest numbers. What passes with one job after the other in any order, or
 * under some schedules, still does when it is smaller, unless its jobs wait for one another: a program
 * from which the only signal was dropped fails in the same words, and says nothing.
 *
 * <p>For one thread.
 *
 * @since 0.1
 */
public final class Shrinker {
    private static final int SCHEDULES_PER_EDIT = Strategy.PORTFOLIO.size();

    /** When nothing smaller was found, each edit has so many executions to prove that wrong. */
    private static final int SCHEDULES_PER_RECHECK = 500;

    /** The same of what tells no states: the engine on simulated devices is slow. */
    private static final int RUNS_PER_RECHECK = 50;

    /** Numbers that are made smaller; a token has no room for more. */
    private static final int NUMBERS_MAX = Token.CHARS_MAX / 2;

    /** As a number of executions: there are no others. */
    private static final long ALL = Long.MAX_VALUE;

    /** So many orders of one job after the other are tried: all, of four jobs. */
    private static final int SERIAL_ORDERS = 24;

    /** Whether a workload can pass at all is tried so often more. */
    private static final int SCHEDULES_TO_PASS = 20;

    private final long seed;
    private final BooleanSupplier goesOn;
    private Health health = Health.FAILS;
    private int evaluations;
    private long executions;
    private String rechecked = "";
    private boolean stopped;

    /** How many executions the last search has made of an edit that does not fail as it should. */
    private long tried;

    /** How many edits fail as they should, and were not taken for their health. */
    private int declined;

    /**
     * A shrinker that has tried nothing.
     *
     * @param seed of the schedules that it searches
     */
    public Shrinker(long seed) {
        this(seed, () -> true);
    }

    /**
     * A shrinker that may be told to stop.
     *
     * @param seed of the schedules that it searches
     * @param goesOn asked before each execution; once it says no, what is smallest so far is the
     *     result
     */
    public Shrinker(long seed, BooleanSupplier goesOn) {
        this.seed = seed;
        this.goesOn = () -> {
            stopped |= !goesOn.getAsBoolean();
            return !stopped;
        };
    }

    /**
     * Shrinks.
     *
     * @param found a failure
     * @return a failure of the same signature from which no edit can be taken, unless it {@linkplain
     *     #isStopped was stopped}
     */
    public Found shrink(Found found) {
        health = found.failure().isCycle() ? Health.FAILS : health(found.workload());
        Found smallest = found;
        Optional<Found> smaller = Optional.of(found);
        while (smaller.isPresent()) {
            smallest = greedily(smaller.get());
            smaller = recheck(smallest);
        }
        Found simplest = withFewestSwitches(withSmallestNumbers(smallest));
        boolean shown = simplest.schedule().numbers().isEmpty()
                || Token.of(simplest, simplest).isPresent();
        return shown ? simplest : smallest; // a seed stands for the numbers of this one
    }

    /** Goes on behind the edit that succeeded, and round: the ones before it are tried last. */
    private Found greedily(Found found) {
        Found smallest = found;
        List<? extends Workload> edits = smallest.workload().edits();
        int failures = 0;
        int i = 0;
        while (failures < edits.size() && goesOn.getAsBoolean()) {
            Optional<Found> smaller = evaluate(edits.get(i), smallest);
            if (smaller.isPresent()) {
                smallest = smaller.get().editedFrom(smallest, i);
                edits = smallest.workload().edits();
                failures = 0;
            } else {
                failures++;
                i++;
            }
            i = i < edits.size() ? i : 0;
        }
        return smallest;
    }

    private Optional<Found> evaluate(Workload edit, Found before) {
        evaluations++;
        if (before.schedule().numbers().isEmpty()) {
            Optional<Found> same = follow(edit, before.schedule())
                    .filter(it -> it.failure().isLike(before.failure()));
            if (same.isPresent()) {
                return same.filter(this::isAsGood);
            }
        }
        return search(edit, before, Strategy.PORTFOLIO, SCHEDULES_PER_EDIT);
    }

    /** One-minimality, checked by more schedules: all of them, if they are few. */
    private Optional<Found> recheck(Found smallest) {
        List<? extends Workload> edits = smallest.workload().edits();
        long fewest = ALL;
        declined = 0;
        for (int i = 0; i < edits.size() && goesOn.getAsBoolean(); i++) {
            Optional<Found> smaller = searchHarder(edits.get(i), smallest);
            if (smaller.isPresent()) {
                return Optional.of(smaller.get().editedFrom(smallest, i));
            }
            fewest = Math.min(fewest, tried);
        }
        if (stopped) {
            return Optional.empty();
        }
        rechecked = "of its " + edits.size() + " edits none fails so "
                + (fewest == ALL ? "under any schedule" : "in " + fewest + " schedules of each")
                + (declined > 0 ? ", but for " + declined + " that pass less often than it" : "");
        return Optional.empty();
    }

    private Optional<Found> searchHarder(Workload edit, Found before) {
        if (before.schedule().numbers().isEmpty()) {
            try {
                return search(edit, before, List.of(Strategy.EXHAUSTIVE), SCHEDULES_PER_RECHECK);
            } catch (TooManyJobsException e) {
                return search(edit, before, Strategy.PORTFOLIO, SCHEDULES_PER_RECHECK);
            }
        }
        return search(edit, before, Strategy.PORTFOLIO, RUNS_PER_RECHECK);
    }

    private Optional<Found> search(
            Workload edit, Found before, List<Strategy> strategies, int executionsMax) {
        Search search = new Search(strategies, seed);
        Optional<Found> found = Optional.empty();
        do {
            found = search.find(
                    edit,
                    () -> goesOn.getAsBoolean()
                            && search.executions()
                                    < (search.states() > 0
                                            ? executionsMax
                                            : Math.min(executionsMax, RUNS_PER_RECHECK)));
        } while (found.filter(it -> !it.failure().isLike(before.failure())).isPresent());
        executions += search.executions();
        Optional<Found> good = found.filter(this::isAsGood);
        boolean declines = good.isEmpty() && found.isPresent();
        declined += declines ? 1 : 0;
        tried = search.isExhausted() || declines ? ALL : search.executions();
        return good;
    }

    private boolean isAsGood(Found smaller) {
        return health == Health.FAILS
                || health(smaller.workload()).compareTo(health) >= 0 && !stopped;
    }

    /** How much it takes to make a workload fail; the last is the best. */
    private enum Health {
        FAILS,
        PASSES_SOMETIMES,
        PASSES_SERIALLY
    }

    private Health health(Workload workload) {
        int passed = 0;
        for (int order = 0; order < SERIAL_ORDERS && goesOn.getAsBoolean(); order++) {
            passed += passes(workload, new Serial(order)) ? 1 : 0;
        }
        if (passed == SERIAL_ORDERS) {
            return Health.PASSES_SERIALLY;
        }
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < SCHEDULES_TO_PASS && passed == 0 && goesOn.getAsBoolean(); i++) {
            Strategy next = Strategy.PORTFOLIO.get(i % Strategy.PORTFOLIO.size());
            int steps = workload.size().steps();
            passed += passes(workload, next.scheduler(seeds.nextLong(), steps)) ? 1 : 0;
        }
        return passed > 0 ? Health.PASSES_SOMETIMES : Health.FAILS;
    }

    private boolean passes(Workload workload, Scheduler scheduler) {
        executions++;
        return workload.run(scheduler).isEmpty();
    }

    /** Draws 0 in place of as many numbers as can be: first of all of them, then of fewer. */
    private Found withSmallestNumbers(Found found) {
        Found best = found;
        int count = found.schedule().numbers().size();
        for (int length = count <= NUMBERS_MAX ? count : 0; length > 0; length /= 2) {
            for (int from = 0;
                    from < best.schedule().numbers().size() && goesOn.getAsBoolean();
                    from += length) {
                best = withZeros(best, from, length).orElse(best);
            }
        }
        return best;
    }

    private Optional<Found> withZeros(Found best, int from, int length) {
        List<Long> numbers = new ArrayList<>(best.schedule().numbers());
        int to = Math.min(from + length, numbers.size());
        Collections.fill(numbers.subList(from, to), 0L);
        return follow(best.workload(), new Schedule(List.of(), best.schedule().names(), numbers))
                .filter(it -> it.failure().isLike(best.failure()))
                .map(best::rescheduled);
    }

    /** Moves what a job does next to what it did before, as long as the failure stays. */
    private Found withFewestSwitches(Found found) {
        Found best = found;
        boolean progress = true;
        while (progress) {
            Optional<Found> better = withFewerSwitches(best);
            progress = better.isPresent();
            best = better.orElse(best);
        }
        return best;
    }

    /** Tries all orders in which two stretches of one job are made one, at the place of either. */
    private Optional<Found> withFewerSwitches(Found best) {
        List<List<String>> stretches = stretches(best.schedule().names());
        for (int to = 0; to < stretches.size(); to++) {
            for (int from = to + 1; from < stretches.size(); from++) {
                if (!goesOn.getAsBoolean()) {
                    return Optional.empty();
                }
                if (stretches.get(from).get(0).equals(stretches.get(to).get(0))) {
                    Optional<Found> better = withOrder(best, moved(stretches, from, to + 1));
                    better = better.isPresent()
                            ? better
                            : withOrder(best, moved(stretches, to, from - 1));
                    if (better.isPresent()) {
                        return better;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Found> withOrder(Found best, List<String> order) {
        Schedule schedule = new Schedule(List.of(), order, best.schedule().numbers());
        return follow(best.workload(), schedule)
                .filter(it -> it.failure().isLike(best.failure()))
                .filter(it -> it.schedule().switches() < best.schedule().switches())
                .map(best::rescheduled);
    }

    private static List<List<String>> stretches(List<String> names) {
        List<List<String>> stretches = new ArrayList<>();
        for (String name : names) {
            int last = stretches.size() - 1;
            if (last < 0 || !stretches.get(last).get(0).equals(name)) {
                stretches.add(new ArrayList<>());
            }
            stretches.get(stretches.size() - 1).add(name);
        }
        return stretches;
    }

    private static List<String> moved(List<List<String>> stretches, int from, int to) {
        List<List<String>> changed = new ArrayList<>(stretches);
        changed.add(to, changed.remove(from));
        return changed.stream().flatMap(List::stream).toList();
    }

    private Optional<Found> follow(Workload workload, Schedule schedule) {
        executions++;
        return Found.by(workload, new Follower(schedule.names(), schedule.numbers()));
    }

    /**
     * How it was made sure that nothing smaller fails.
     *
     * @return words about the last failure that was shrunk
     */
    public String rechecked() {
        return rechecked;
    }

    /**
     * Whether it was told to stop before it had tried everything.
     *
     * @return true if what it made may not be the smallest
     */
    public boolean isStopped() {
        return stopped;
    }

    /**
     * How many smaller workloads were tried.
     *
     * @return all since this shrinker was made
     */
    public int evaluations() {
        return evaluations;
    }

    /**
     * How many executions that took.
     *
     * @return all since this shrinker was made
     */
    public long executions() {
        return executions;
    }
}
