package dev.baton.explore;

import dev.baton.explore.strategy.Strategy;
import dev.baton.explore.strategy.TooManyJobsException;
import dev.baton.sim.Scheduler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

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
    private Health health = Health.FAILS;
    private int evaluations;
    private long executions;
    private String rechecked = "";

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
        this.seed = seed;
    }

    /**
     * Shrinks.
     *
     * @param found a failure
     * @return a failure of the same signature from which no edit can be taken
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
        while (failures < edits.size()) {
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
        for (int i = 0; i < edits.size(); i++) {
            Optional<Found> smaller = searchHarder(edits.get(i), smallest);
            if (smaller.isPresent()) {
                return Optional.of(smaller.get().editedFrom(smallest, i));
            }
            fewest = Math.min(fewest, tried);
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
                    () -> search.executions()
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
        return health == Health.FAILS || health(smaller.workload()).compareTo(health) >= 0;
    }

    /** How much it takes to make a workload fail; the last is the best. */
    private enum Health {
        FAILS,
        PASSES_SOMETIMES,
        PASSES_SERIALLY
    }

    private Health health(Workload workload) {
        int passed = 0;
        for (int order = 0; order < SERIAL_ORDERS; order++) {
            passed += passes(workload, new Serial(order)) ? 1 : 0;
        }
        if (passed == SERIAL_ORDERS) {
            return Health.PASSES_SERIALLY;
        }
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < SCHEDULES_TO_PASS && passed == 0; i++) {
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
            for (int from = 0; from < best.schedule().numbers().size(); from += length) {
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

    private Optional<Found> withFewerSwitches(Found best) {
        for (List<String> order : joined(best.schedule().names())) {
            Schedule schedule = new Schedule(List.of(), order, best.schedule().numbers());
            Optional<Found> better = follow(best.workload(), schedule)
                    .filter(it -> it.failure().isLike(best.failure()))
                    .filter(it -> it.schedule().switches() < best.schedule().switches());
            if (better.isPresent()) {
                return better.map(best::rescheduled);
            }
        }
        return Optional.empty();
    }

    /** All orders in which two stretches of one job are made one, at the place of either. */
    private static List<List<String>> joined(List<String> names) {
        List<List<String>> stretches = new ArrayList<>();
        for (String name : names) {
            int last = stretches.size() - 1;
            if (last < 0 || !stretches.get(last).get(0).equals(name)) {
                stretches.add(new ArrayList<>());
            }
            stretches.get(stretches.size() - 1).add(name);
        }
        List<List<String>> orders = new ArrayList<>();
        for (int to = 0; to < stretches.size(); to++) {
            for (int from = to + 1; from < stretches.size(); from++) {
                if (stretches.get(from).get(0).equals(stretches.get(to).get(0))) {
                    orders.add(moved(stretches, from, to + 1));
                    orders.add(moved(stretches, to, from - 1));
                }
            }
        }
        return orders;
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
