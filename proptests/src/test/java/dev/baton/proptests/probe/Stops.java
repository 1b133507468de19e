package dev.baton.proptests.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Runs of a {@link Scene} in which one to three threads are stopped, each at one of its shared
 * accesses: at every access in turn, or where that is more than may be run at a seeded sample.
 */
final class Stops {
    /** What becomes of a thread that is stopped. */
    enum Fate {
        FROZEN,
        WOKEN_AFTER_THE_CLOSE,
        KILLED
    }

    private static final int WORKERS = 2;

    /** At how many accesses an operation can be stopped, observed or not. */
    private static final Map<List<Object>, Integer> LENGTHS = new HashMap<>();

    private final List<Operation> operations;
    private final Fate fate;
    private final boolean observed;
    private boolean atWritesOnly;
    private int runs;

    /** How far the threads got in the last run. */
    private boolean[] ended;

    Stops(List<Operation> operations, Fate fate, boolean observed) {
        this.operations = operations;
        this.fate = fate;
        this.observed = observed;
        this.ended = new boolean[operations.size()];
    }

    /** Stops them at every access; how many runs that took. */
    int everywhere() {
        everywhereFrom(0, new int[operations.size()]);
        return runs;
    }

    /**
     * As {@link #everywhere}, but where they would read: one that is frozen before it reads leaves the
     * same as one that is frozen before it writes next.
     */
    int atEveryWrite() {
        atWritesOnly = true;
        return everywhere();
    }

    private void everywhereFrom(int thread, int[] at) {
        if (thread == at.length) {
            run(at);
            return;
        }
        at[thread] = 0;
        do {
            everywhereFrom(thread + 1, at);
            at[thread]++;
        } while (!ended[thread]);
    }

    /** Stops them at random; those that end before are not stopped. */
    void anywhere(int times, SplittableRandom random) {
        int[] lengths = operations.stream().mapToInt(this::lengthAlone).toArray();
        for (int i = 0; i < times; i++) {
            int[] at = new int[lengths.length];
            for (int thread = 0; thread < at.length; thread++) {
                // It takes more accesses where it meets what a stopped thread has left.
                at[thread] = random.nextInt(lengths[thread] * 3 / 2);
            }
            run(at);
        }
    }

    private int lengthAlone(Operation operation) {
        return LENGTHS.computeIfAbsent(
                List.of(operation, observed), unknown -> measureAlone(operation));
    }

    private int measureAlone(Operation operation) {
        Stops alone = new Stops(List.of(operation), fate, observed);
        Run run = alone.new Run();
        run.stopped.get(0).proceed(Long.MAX_VALUE);
        run.dismiss();
        return run.stopped.get(0).stops();
    }

    private void run(int[] at) {
        Run run = new Run();
        runs++;
        try {
            run.judge(at);
        } catch (AssertionError broken) {
            List<String> stops = new ArrayList<>();
            for (int thread = 0; thread < at.length; thread++) {
                stops.add(operations.get(thread) + " at access " + at[thread]);
            }
            String how = fate + (observed ? ", observed " : " ");
            throw new AssertionError(broken.getMessage() + "; " + how + stops, broken);
        } finally {
            run.dismiss();
        }
    }

    /** One run, on threads of its own. */
    private final class Run {
        private final List<Actor> stopped = new ArrayList<>();
        private final List<Actor> workers = new ArrayList<>();
        private final Scene[] made = new Scene[1];

        Run() {
            Actor.alone(() -> made[0] = new Scene(observed));
            for (Operation operation : operations) {
                stopped.add(new Actor(operation.name(), () -> operation.perform(made[0])));
            }
            if (atWritesOnly) {
                stopped.forEach(Actor::stopAtWritesOnly);
            }
            for (int i = 0; i < WORKERS; i++) {
                workers.add(new Actor("worker " + i, made[0]::work));
            }
        }

        void judge(int[] at) {
            Scene scene = made[0];
            List<Operation> underWay = stop(at);
            workers.forEach(worker -> worker.proceed(Long.MAX_VALUE));
            stopped.forEach(Actor::rethrow);
            workers.forEach(Actor::rethrow);
            Actor.alone(() -> scene.assertOthersEnd(underWay));
            Actor.alone(scene::assertCloseEndsTheRest);
            if (fate == Fate.WOKEN_AFTER_THE_CLOSE) {
                stopped.forEach(actor -> actor.proceed(Long.MAX_VALUE));
                stopped.forEach(Actor::rethrow);
                Actor.alone(scene::assertEverythingHasEnded);
            }
            scene.assertLaws();
        }

        /** The operations that were stopped before their ends. */
        private List<Operation> stop(int[] at) {
            List<Operation> underWay = new ArrayList<>();
            for (int thread = 0; thread < at.length; thread++) {
                Actor actor = stopped.get(thread);
                ended[thread] = actor.proceed(at[thread]);
                if (!ended[thread]) {
                    underWay.add(operations.get(thread));
                    if (fate == Fate.KILLED) {
                        actor.kill();
                    }
                }
            }
            return underWay;
        }

        void dismiss() {
            stopped.forEach(Actor::dismiss);
            workers.forEach(Actor::dismiss);
        }
    }
}
