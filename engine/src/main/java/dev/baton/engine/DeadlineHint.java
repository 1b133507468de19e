package dev.baton.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Passes a deadline upstream: to the clients that hold what a job waits for, and through jobs that
 * wait themselves to those before (S11). Best effort: what it reads may be over when the client hears
 * of it, which does no harm to a hint.
 *
 * <p>Each job keeps the earliest hint, and passes on only an earlier one, so many waiters with
 * rising deadlines cost one walk.
 */
final class DeadlineHint {
    /** How many places one hint looks at; a longer run of readers hears of it in part. */
    static final int PLACES_MAX = 10_000;

    private final long nanos;
    private final Deque<Job> jobs = new ArrayDeque<>();
    private int left = PLACES_MAX;

    private DeadlineHint(long nanos) {
        this.nanos = nanos;
    }

    /** Tells the job's client if it owns something, and everybody upstream. */
    static void pass(Job job, long nanos) {
        DeadlineHint hint = new DeadlineHint(nanos);
        hint.tell(job);
        hint.walk();
    }

    /** Tells everybody upstream of a job that has said so itself. */
    static void passUpstream(Job job, long nanos) {
        DeadlineHint hint = new DeadlineHint(nanos);
        hint.jobs.add(job);
        hint.walk();
    }

    private void walk() {
        for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
            for (Gate gate : job.options().gates()) {
                gate.fence().hintDeadline(nanos);
            }
            AccessSet set = job.accesses();
            for (int i = 0; i < set.orderedCount(); i++) {
                Entry entry = job.entryIfAny(i);
                if (entry != null && !Entry.isPermitted(entry.bits())) {
                    lookAhead(entry);
                }
            }
        }
        Delivery.ofThisThread().deliver();
    }

    /** Those that an access waits for: the writers ahead, and for a writer the readers too. */
    private void lookAhead(Entry waiting) {
        boolean shared = waiting.has(Entry.SHARED);
        for (Place at = waiting.prev(); at != null && left > 0; at = Closing.before(at)) {
            left--;
            boolean over = at.job().isOver() || at instanceof Entry entry && entry.has(Entry.OVER);
            boolean sharedThere = isShared(at, waiting.queue);
            if (!over && !(shared && sharedThere)) {
                tell(at.job());
            }
            if (!over && !sharedThere) {
                return; // it waits for everything before it, and passes the hint on
            }
        }
    }

    private static boolean isShared(Place at, SyncQueue queue) {
        if (at instanceof Entry entry) {
            return entry.has(Entry.SHARED);
        }
        AccessSet set = at.job().accesses();
        int index = set.indexOf(queue);
        return index < 0 || set.isShared(index); // over meanwhile, or free when it came
    }

    private void tell(Job job) {
        Client client = job.client();
        if (client != null && job.particularsMade().hint(nanos)) {
            boolean foreign = client instanceof ForeignWork; // under way, whatever is before it
            if (!foreign) {
                jobs.add(job);
            }
            if (foreign || !job.isWaiting() || job.isTold()) {
                Delivery.ofThisThread().add(() -> client.deadlineHinted(job, nanos));
            }
        }
    }
}
