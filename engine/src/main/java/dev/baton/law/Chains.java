package dev.baton.law;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Who stands behind whom in which queue, and what follows from that. */
final class Chains {
    /*
     * Two things flow from a place to the one behind, each at most once, by loops and not by
     * recursion, as a queue may be any number of jobs long.
     *
     * Permission (pass): since when everything before is over. It flows on when an access ends, and
     * when the missing link of a chain becomes known.
     *
     * Settling (settle): that everything before, in whatever queue, has been told of. It is Kahn's
     * topological sort; a cycle never settles.
     *
     * A place is retired, and those around it joined, when it is over, rooted, settled and not the
     * last on its queue: the next to come has to find that. Nothing is lost by it. What it knows,
     * it has passed on. What it does not know yet, the one behind will learn from the one before it
     * instead, and to the same effect: as the chain is rooted, that instant is still to come, and
     * so later than the end of the retired one.
     */
    private final Consumer<LiveJob> jobChanged;
    private final Deque<LiveJob> settling = new ArrayDeque<>();
    private final List<Place> ripe = new ArrayList<>();
    private final List<Supplier<String>> misplaced = new ArrayList<>();
    private int owed;
    private int unsettled;

    /**
     * No places.
     *
     * @param jobChanged told of jobs that are settled, or have a place retired
     */
    Chains(Consumer<LiveJob> jobChanged) {
        this.jobChanged = jobChanged;
    }

    /** Forgets what was found for the event before. */
    void nextEvent() {
        ripe.clear();
        misplaced.clear();
    }

    /** Places whose permission the last event made judgeable. */
    List<Place> ripe() {
        return ripe;
    }

    /** In words, places that the last event told of and that no queue can have. */
    List<Supplier<String>> misplaced() {
        return misplaced;
    }

    /** How many places are permitted, and not available. */
    int owed() {
        return owed;
    }

    /** How many jobs are told of, and not everything that stands before them. */
    int unsettled() {
        return unsettled;
    }

    /** The first place that ever was on its queue. */
    void linkFirst(Place place) {
        if (place.queue.begun) {
            misplaced.add(() -> place.job + " stands first on " + place.queue + ", as another did");
        }
        place.queue.begun = true;
        root(place);
    }

    /** Joins a job's place to the one behind it, or reports that the job has none free there. */
    void link(LiveJob job, Place behind) {
        Place before = job.placeOn(behind.queue.id);
        if (before == null || before == behind || before.behind != null || before.retired) {
            String why = before == null ? "where that does not stand" : "as another does";
            misplaced.add(() -> behind.job + " stands right behind " + job + " on " + behind.queue
                    + ", " + why);
            root(behind);
            return;
        }
        before.behind = behind;
        behind.before = before;
        behind.job.unsettledBefore += job.settled ? 0 : 1;
        pass(before);
    }

    /** An access became available or over. */
    void changed(Place place) {
        note(place);
        pass(place);
    }

    /** A job was told of: with its links to what stands before it, and to what claimed it. */
    void linked(LiveJob linked) {
        unsettled++;
        if (linked.unsettledBefore == 0) {
            settling.add(linked);
        }
        settle();
    }

    /** One place less of a job waits to be linked. */
    void claimResolved(LiveJob claimant) {
        if (--claimant.unsettledBefore == 0) {
            settling.add(claimant);
        }
    }

    /** A job asks for nothing more. */
    void concluded(LiveJob job) {
        claimResolved(job);
        settle();
    }

    /** Nothing that could still be told of a job can matter to others. */
    void settle(LiveJob job) {
        settling.add(job);
        settle();
    }

    private void root(Place place) {
        place.root();
        changed(place);
    }

    private void pass(Place from) {
        Place place = from;
        Place behind = place.behind;
        while (behind != null && behind.learnFrom(place)) {
            note(behind);
            retireIfDone(place);
            place = behind;
            behind = place.behind;
        }
        retireIfDone(place);
    }

    private void settle() {
        for (LiveJob job = settling.poll(); job != null; job = settling.poll()) {
            if (job.settled) {
                continue;
            }
            job.settled = true;
            unsettled--;
            for (Place place : job.places) {
                if (place.behind != null && --place.behind.job.unsettledBefore == 0) {
                    settling.add(place.behind.job);
                }
                retireIfDone(place);
            }
            jobChanged.accept(job);
        }
    }

    private void retireIfDone(Place place) {
        Place before = place.before;
        Place behind = place.behind;
        if (behind == null || !place.isOver() || !place.isRooted() || !place.job.settled) {
            return;
        }
        behind.before = before;
        if (before != null) {
            before.behind = behind;
        }
        place.before = null;
        place.behind = null;
        place.retired = true;
        place.job.retired++;
        jobChanged.accept(place.job);
    }

    private void note(Place place) {
        boolean owedNow = place.isPermitted() && !place.isAvailable() && !place.isOver();
        owed += (owedNow ? 1 : 0) - (place.owed ? 1 : 0);
        place.owed = owedNow;
        if (!place.ripe && place.isRooted() && place.isAvailable()) {
            place.ripe = true;
            ripe.add(place);
        }
    }
}
