package dev.baton.law;

import java.util.List;
import java.util.function.Supplier;

/**
 * S1: one order of all jobs agrees with every queue. Each queue is one chain of jobs, and no job
 * stands before another on one queue and behind it, perhaps by way of others, on another.
 */
final class OneOrder extends Law {
    private static final int SEARCHED_MIN = 1_000;

    /** How many jobs must be unsettled for the next search while events come. */
    private int searchAbove;

    OneOrder(History history, Violations violations) {
        super(history, violations);
    }

    @Override
    String name() {
        return "one-order";
    }

    void on() {
        for (Supplier<String> words : history.chains.misplaced()) {
            broken(words);
        }
        // What does not settle though all are told of stands in a cycle or behind one. Once there
        // is one, much may stand behind it: the next is looked for at quiescence.
        // Of jobs that ask one by one many are unsettled: they are searched as their number
        // doubles.
        if (history.chains.unsettled() > searchAbove
                && (history.unseen() == 0 || history.oneByOne)) {
            findCycle();
        }
    }

    void quiescent() {
        if (history.unseen() > 0) {
            history.jobs().forEach(this::judgeSeen);
        }
        if (history.chains.unsettled() > 0) {
            findCycle();
        }
    }

    private void judgeSeen(LiveJob job) {
        if (!job.isSubmitted() && !job.orderReported) {
            job.orderReported = true;
            Place behind = job.claims.get(0);
            broken(() -> behind.job + " stands right behind " + job + " on " + behind.queue
                    + ", which was never submitted or has others behind it");
        }
    }

    /** Looks among those that no cycle found before goes through. */
    private void findCycle() {
        WaitForGraph<LiveJob> order = new WaitForGraph<>();
        for (LiveJob job : history.jobs()) {
            for (Place place : job.orderReported ? LiveJob.NO_PLACES : job.places) {
                if (place.before != null && !place.before.job.settled) {
                    order.add(job, "stands on " + place.queue + " behind", place.before.job);
                }
            }
        }
        int unsettled = history.chains.unsettled();
        searchAbove = history.oneByOne ? Math.max(SEARCHED_MIN, 2 * unsettled) : Integer.MAX_VALUE;
        List<WaitForGraph.Wait<LiveJob>> cycle = order.cycle();
        if (!cycle.isEmpty()) {
            cycle.forEach(wait -> wait.waiter().orderReported = true);
            broken(() -> WaitForGraph.inWords(cycle));
        }
    }
}
