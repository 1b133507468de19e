package dev.baton.explore.strategy;

import dev.baton.sim.Scheduler;
import dev.baton.sim.SeededScheduler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every state that some schedule leads to, depth first: of the schedules that differ in the order of
 * two steps that conflict, each once. Three reductions leave the others out (Godefroid:
 * "Partial-Order Methods for the Verification of Concurrent Systems"):
 *
 * <ul>
 *   <li><b>Sleep sets:</b> what was tried at a node need not be tried below its siblings until a step
 *       that conflicts with it has gone. An execution in which only sleepers are left is abandoned.
 *   <li><b>Persistent sets of one:</b> a step that conflicts with nothing goes at once, alone.
 *   <li><b>State matching:</b> an execution that comes where another one has been is abandoned, if
 *       nobody was asleep there who is awake now. States are told apart by 64 bits: of a million
 *       states two are taken for one with p &lt; 10<sup>-7</sup>. Programs end, so no state comes
 *       below itself.
 * </ul>
 *
 * <p>Tasks that are no steps conflict with everything: then nothing is left out. Numbers are not
 * enumerated: they are the same in every execution, by the seed.
 *
 * <p>For one thread.
 *
 * @since 0.1
 */
public final class Exhaustive implements Scheduler {
    /** Sleepers are bits of a long. */
    public static final int JOBS_MAX = Long.SIZE;

    /** States that are remembered; beyond, executions are no longer abandoned for them. */
    private static final int STATES_MAX = 4_000_000;

    /** Who was asleep in a state whenever it was met. */
    private final Map<Long, Long> met = new HashMap<>();

    private final List<Node> path = new ArrayList<>();
    private final long seed;
    private SeededScheduler numbers;
    private int depth;
    private boolean begun;
    private boolean drawn;

    /**
     * One that has tried nothing.
     *
     * @param seed decides the numbers
     */
    public Exhaustive(long seed) {
        this.seed = seed;
        this.numbers = new SeededScheduler(seed);
    }

    /** Steps back to the last node with something left to try. */
    @Override
    public boolean newExecution() {
        depth = 0;
        numbers = new SeededScheduler(seed);
        if (!begun) {
            begun = true;
            return true;
        }
        while (!path.isEmpty() && !path.get(path.size() - 1).advance()) {
            path.remove(path.size() - 1);
        }
        return !path.isEmpty();
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        if (depth == path.size()) {
            Node parent = depth == 0 ? null : path.get(depth - 1);
            long asleep = parent == null ? 0 : parent.sleepersBelow();
            Node node = new Node(ready, asleep);
            path.add(node);
            if (!isNew(ready.get(0), asleep)) {
                node.close();
                throw new AbandonedException();
            }
            if (!node.advance()) {
                throw new AbandonedException();
            }
        }
        return path.get(depth++).chosen;
    }

    /** False if all that is awake here was tried in this state already. */
    private boolean isNew(Task any, long asleep) {
        long state = any instanceof Stepped step ? step.state() : 0;
        Long before = state == 0 ? null : met.get(state);
        if (before != null && (before & ~asleep) == 0) {
            return false;
        }
        if (before != null || (state != 0 && met.size() < STATES_MAX)) {
            met.put(state, before == null ? asleep : before & asleep);
        }
        return true;
    }

    /**
     * How many states there were in which something was left to do.
     *
     * @return 0 if the tasks do not tell them
     */
    public int states() {
        return met.size();
    }

    /**
     * Whether numbers were drawn, which are the same in every execution.
     *
     * @return true once one was
     */
    public boolean hasDrawn() {
        return drawn;
    }

    @Override
    public long nextNumber(long bound) {
        drawn = true;
        return numbers.nextNumber(bound);
    }

    /** A place where the schedules part. */
    private static final class Node {
        private final long[] jobs;
        private final long[] reads;
        private final long[] writes;

        /** The one that conflicts with nothing; or all. */
        private final long persistent;

        /** Tried above and not touched since, or tried here. */
        private long asleep;

        private int chosen = -1;

        Node(List<? extends Task> ready, long asleep) {
            this.asleep = asleep;
            this.jobs = new long[ready.size()];
            this.reads = new long[ready.size()];
            this.writes = new long[ready.size()];
            int alone = -1;
            for (int i = 0; i < jobs.length; i++) {
                jobs[i] = bit(ready.get(i), i);
                reads[i] = ready.get(i) instanceof Stepped step ? step.reads() : -1;
                writes[i] = ready.get(i) instanceof Stepped step ? step.writes() : -1;
                alone = (reads[i] | writes[i]) == 0 ? i : alone;
            }
            this.persistent = alone < 0 ? -1 : jobs[alone];
        }

        private static long bit(Task task, int index) {
            int job = task instanceof Stepped step ? step.job() : index;
            if (job >= JOBS_MAX) {
                throw new TooManyJobsException(job + 1);
            }
            return 1L << job;
        }

        /** Leaves nothing to try. */
        void close() {
            asleep = -1;
        }

        /** Chooses what is awake; false if nothing is. */
        boolean advance() {
            if (chosen >= 0) {
                asleep |= jobs[chosen];
            }
            for (int i = 0; i < jobs.length; i++) {
                if ((jobs[i] & persistent & ~asleep) != 0) {
                    chosen = i;
                    return true;
                }
            }
            return false;
        }

        /** Who sleeps on after the chosen step: those that it does not conflict with. */
        long sleepersBelow() {
            long sleepers = 0;
            for (int i = 0; i < jobs.length; i++) {
                boolean conflict = (writes[chosen] & (reads[i] | writes[i])) != 0
                        || (writes[i] & reads[chosen]) != 0;
                sleepers |= conflict ? 0 : asleep & jobs[i];
            }
            return sleepers;
        }
    }
}
