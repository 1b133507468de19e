package dev.baton.engine;

import org.jspecify.annotations.Nullable;

/**
 * What the owner of a job would tell of its places, for whoever tells it in the owner's stead. The
 * job is not over, so it is found from the tails of its queues, and so is who stands before it.
 */
final class Predecessors {
    private Predecessors() {}

    /** Whether a thread is placing the job, which is perhaps in no queue yet: then that one tells. */
    static boolean areOpen(Job job) {
        Particulars now = job.particulars();
        AccessSet set = job.accessesNow();
        return now != null
                && now.deferral != null
                && now.deferral.isPlacing()
                && set.orderedCount() > 0
                && placeOn(set.queue(0), job) == null;
    }

    /** The ids of who stands before it, by access; 0 for nobody who is not over. */
    static long[] of(Job job) {
        AccessSet set = job.accessesNow();
        if (set.orderedCount() > 0) { // else there are no places, and none may be taken
            Placement.help(job);
        }
        long[] predecessors = new long[set.orderedCount()];
        for (int i = 0; i < predecessors.length; i++) {
            Place at = placeOn(set.queue(i), job);
            predecessors[i] = at instanceof Entry mine ? idOf(mine.prev()) : 0;
        }
        return predecessors;
    }

    private static @Nullable Place placeOn(SyncQueue queue, Job job) {
        Place at = queue.tailAcquire();
        while (at != null && at.job() != job) {
            at = Closing.before(at);
        }
        return at;
    }

    static long idOf(@Nullable Place place) {
        return place == null ? 0 : place.job().id();
    }
}
