package dev.baton.proptests.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Runs a few threads one at a time and switches between them at shared accesses, as told: the same
 * turns, the same run. For tests that are {@link Probed}.
 *
 * <p>The enumerations stop a first thread at its every shared access in turn, and a second one, if
 * asked, at its every access for each of these. What two switches at the worst moments can break,
 * they find; they need no luck.
 */
public final class Interleaving {
    private static final long TO_THE_END = Long.MAX_VALUE;

    /** In an order of ends: all threads that were not stopped, one after the other. */
    private static final int OTHERS = -1;

    private static final List<List<Integer>> AFTER_ONE = List.of(List.of(OTHERS, 0));
    private static final List<List<Integer>> AFTER_TWO = List.of(
            List.of(OTHERS, 1, 0),
            List.of(OTHERS, 0, 1),
            List.of(0, OTHERS, 1),
            List.of(1, OTHERS, 0));
    private static final List<List<Integer>> NEVER = List.of(List.of(OTHERS));

    /** One run's threads, and what must hold when those that may go on have ended. */
    public interface Program {
        /** What each thread does. */
        List<Runnable> threads();

        /** Called when nothing else runs; asserts. */
        void afterwards();
    }

    private final List<Actor> actors = new ArrayList<>();
    private final List<String> turns = new ArrayList<>();
    private final Program program;

    private Interleaving(Supplier<Program> programs) {
        AtomicReference<Program> made = new AtomicReference<>();
        Actor.alone(() -> made.set(programs.get()));
        program = made.get();
        List<Runnable> threads = program.threads();
        for (int i = 0; i < threads.size(); i++) {
            actors.add(new Actor("thread " + i, threads.get(i)));
        }
    }

    /**
     * Runs thread 0 up to its n-th shared access, then the others to their ends, then thread 0 to
     * its own; for every n.
     *
     * @return how many runs
     */
    public static int atEveryAccess(Supplier<Program> programs) {
        return atEvery(1, programs, AFTER_ONE);
    }

    /** As {@link #atEveryAccess}, but thread 0 never goes on. */
    public static int frozenAtEveryAccess(Supplier<Program> programs) {
        return atEvery(1, programs, NEVER);
    }

    /**
     * Runs thread 0 up to its n-th access, thread 1 up to its m-th, and then all to their ends, in
     * the orders that matter; for every n and m.
     *
     * @return how many runs
     */
    public static int atEveryPairOfAccesses(Supplier<Program> programs) {
        return atEvery(2, programs, AFTER_TWO);
    }

    private static int atEvery(
            int stopped, Supplier<Program> programs, List<List<Integer>> allOrders) {
        List<List<Integer>> ordersOfEnds = distinct(stopped, programs, allOrders);
        // A second thread that is stopped and goes on at once was not stopped.
        List<List<Integer>> whereTheStopMatters =
                ordersOfEnds.stream().filter(order -> order.indexOf(1) != 0).toList();
        int runs = 0;
        boolean firstEnded = false;
        for (int n = 0; !firstEnded; n++) {
            boolean secondEnded = false;
            for (int m = 0; !secondEnded; m++) {
                for (List<Integer> order : m == 0 ? ordersOfEnds : whereTheStopMatters) {
                    Interleaving run = new Interleaving(programs);
                    firstEnded = run.turn(0, n);
                    secondEnded = stopped == 1 || run.turn(1, m);
                    run.toTheEnd(stopped, order);
                    run.judge();
                    runs++;
                }
            }
        }
        return runs;
    }

    /** If all threads are stopped there are no others, and some orders are the same. */
    private static List<List<Integer>> distinct(
            int stopped, Supplier<Program> programs, List<List<Integer>> orders) {
        Interleaving unused = new Interleaving(programs);
        boolean others = unused.actors.size() > stopped;
        unused.actors.forEach(Actor::dismiss);
        return orders.stream()
                .map(order -> order.stream()
                        .filter(thread -> others || thread != OTHERS)
                        .toList())
                .distinct()
                .toList();
    }

    private boolean turn(int thread, long accesses) {
        turns.add("thread " + thread + " for " + accesses + " accesses");
        return actors.get(thread).proceed(accesses);
    }

    private void toTheEnd(int stopped, List<Integer> order) {
        for (int thread : order) {
            int first = thread == OTHERS ? stopped : thread;
            int last = thread == OTHERS ? actors.size() - 1 : thread;
            for (int i = first; i <= last; i++) {
                turns.add("thread " + i + " to its end");
                actors.get(i).proceed(TO_THE_END);
            }
        }
    }

    private void judge() {
        try {
            actors.forEach(Actor::rethrow);
            Actor.alone(program::afterwards);
        } catch (AssertionError broken) {
            throw new AssertionError(broken.getMessage() + "; turns: " + turns, broken);
        } finally {
            actors.forEach(Actor::dismiss);
        }
    }
}
