package dev.baton.law;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
            search();
        }
    }

    void quiescent() {
        if (history.unseen() > 0) {
            history.jobs().forEach(this::judgeSeen);
        }
        if (history.chains.unsettled() > 0) {
            search();
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

    private void search() {
        searchAbove = Integer.MAX_VALUE;
        if (!history.oneByOne) {
            findCycle();
            return;
        }
        for (int cycles = 0; cycles < Violations.KEPT_MAX && findCycle(); cycles++) {
            // the next goes through none of the same jobs
        }
        settleWhatIsPast();
        searchAbove = Math.max(SEARCHED_MIN, 2 * history.chains.unsettled());
    }

    /** Looks among those that no cycle found before goes through. */
    private boolean findCycle() {
        WaitForGraph<LiveJob> order = new WaitForGraph<>();
        for (LiveJob job : history.jobs()) {
            for (Place place : job.places) {
                if (history.oneByOne && place.before == null) {
                    addQueue(order, place);
                } else if (place.before != null && (!history.oneByOne || !place.isRooted())) {
                    add(order, place, place.before); // of what has no root a ring may be left
                }
            }
        }
        List<WaitForGraph.Wait<LiveJob>> cycle = order.cycle();
        if (!cycle.isEmpty()) {
            cycle.forEach(wait -> wait.waiter().orderReported = true);
            broken(() -> WaitForGraph.inWords(cycle));
        }
        return !cycle.isEmpty();
    }

    /**
     * Of jobs that ask one by one: two readers may pass each other on different queues, and who gave
     * up, perhaps since it would have waited for ever, has no place in the order.
     */
    private void addQueue(WaitForGraph<LiveJob> order, Place first) {
        Place last = null;
        List<Place> readers = new ArrayList<>();
        for (Place place = first; place != null; place = place.behind) {
            if (place.job.gaveUp) {
                continue;
            }
            List<Place> before = last == null ? List.of() : List.of(last);
            if (place.shared) {
                readers.add(place);
            } else {
                before = readers.isEmpty() ? before : List.copyOf(readers);
                readers.clear();
                last = place;
            }
            for (Place earlier : before) {
                add(order, place, earlier);
            }
        }
    }

    private static void add(WaitForGraph<LiveJob> order, Place place, Place before) {
        if (!before.job.settled && !before.job.orderReported && !place.job.orderReported) {
            order.add(place.job, "stands on " + place.queue + " behind", before.job);
        }
    }

    /** No cycle to come goes through a job that has ended, as have all that stand before it. */
    private void settleWhatIsPast() {
        Deque<LiveJob> open = new ArrayDeque<>();
        for (LiveJob job : history.jobs()) {
            if (!job.isEnded()) {
                open.add(job);
            }
        }
        Set<LiveJob> behindOpen = new HashSet<>(open);
        for (LiveJob job = open.poll(); job != null; job = open.poll()) {
            for (Place place : job.places) {
                if (place.behind != null && behindOpen.add(place.behind.job)) {
                    open.add(place.behind.job);
                }
            }
            for (Place claim : job.claims) {
                if (behindOpen.add(claim.job)) {
                    open.add(claim.job);
                }
            }
        }
        for (LiveJob job : history.jobs()) {
            if (!job.settled && !behindOpen.contains(job)) {
                history.chains.settle(job);
            }
        }
    }
}
