package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * Gives a job its place in all its queues, in one atomic step that takes one CAS per queue.
 *
 * <p><b>Algorithm.</b> The job is its own descriptor. Inserting behind entry t of queue q is {@code
 * CAS(q.tail, t, n)}; a job inserts into its queues in ascending queue id. Three rules make the
 * CASes one step:
 *
 * <ol>
 *   <li><em>Gate.</em> Nobody inserts behind an entry whose job is not <em>placed</em>, that is,
 *       inserted everywhere. Whoever meets one helps it first.
 *   <li><em>Re-check.</em> A helper reads the tail, <em>then</em> checks that the job is still not
 *       placed, then CASes. So does the owner, from its second queue on.
 *   <li><em>No tail value ever comes back</em> ({@link SyncQueue}).
 * </ol>
 *
 * <p><b>Inserted exactly once.</b> Suppose CAS(t to h) succeeded though the job was already on q as
 * x. Then x is not t, which would have been adopted, and lies before t. Its direct successor was
 * inserted by someone who saw the job placed, before t was read; so the re-check saw it too and
 * there was no CAS. (Rule 3: a CAS that succeeds means that nothing was inserted since t was read.)
 *
 * <p><b>One order (S1).</b> Let P(j) be the instant of job j's last insertion, the linearization
 * point of {@code submit}. If x is before y on some queue, x was wholly placed before y was
 * inserted there: P(x) &lt; P(y). So the orders of all queues agree with P and no cycle exists.
 *
 * <p><b>Progress.</b> Lock-free: a CAS fails only because another insertion succeeded. A job met
 * unplaced at queue q lacks only queues above q, so a chain of helping climbs and ends; it is
 * walked in a loop. A submitter stopped for ever delays its own job and those behind it, as if it
 * were running, and nobody's operations (S21).
 *
 * <p>Helpers only insert, with entries of their own, which the owner adopts. An access that is free
 * when it is inserted is the job itself (Standing), whoever inserts it. Linking, permissions
 * and grants of a job stay with its owner and so need no further consensus.
 *
 * <p><b>Cost.</b> k CASes uncontended and no entry; with a predecessor that still runs, an entry and
 * a link each and one full fence in all. Independent of the length and number of the queues.
 */
final class Placement {
    /** Most gates open within 50 ns; beyond that helping is cheaper than waiting. */
    private static final int GATE_SPINS = 64;

    private static final VarHandle HELPED;

    static {
        try {
            HELPED = MethodHandles.lookup().findVarHandle(Standing.class, "helped", Place[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Room for nothing: what late helpers find, so that they leave nothing in an ended job. */
    private static final Place[] HELP_OVER = {};

    private Placement() {}

    /**
     * Places the job.
     *
     * @return its entries: a slot per access, null where the access was free and needs none; null if
     *     that holds for all
     */
    static @Nullable Entry @Nullable [] place(Job job, AccessSet set, int startBits) {
        int count = set.orderedCount();
        @Nullable Entry @Nullable [] entries = null;
        for (int i = 0; i < count; i++) {
            Place mine = placeOne(job, set, i, startBits);
            if (mine instanceof Entry entry) {
                entries = job.putEntry(count, i, entry);
            }
        }
        if (count > 1) {
            job.setPlaced();
            job.helped = HELP_OVER; // the owner needs no helpers any more
        }
        return entries;
    }

    private static Place placeOne(Job job, AccessSet set, int index, int startBits) {
        SyncQueue queue = set.queue(index);
        boolean grants = set.orderedCount() == 1 && !job.isSpecial();
        Entry entry = null;
        while (true) {
            Place tail = queue.tailAcquire();
            if (tail != null) {
                Place helped = tail.job() == job ? tail : helpedPlace(job, index);
                if (helped != null) {
                    return helped;
                }
                if (!tail.job().isPlaced()) {
                    help(tail.job());
                    continue;
                }
            }
            int inherited = inherit(tail, queue, job);
            if (index == 0 && (inherited & Entry.CLOSED) != 0) {
                throw refuseClosed(job, queue);
            }
            Place mine = job;
            if (needsEntry(job, inherited | startBits)) {
                if (entry == null) {
                    entry = new Entry(job, queue);
                    if (index == 0) {
                        job.makeRoom(set.orderedCount());
                    }
                }
                entry.begin(inherited | startBits | job.listens() | set.modeBit(index), tail);
                mine = entry;
                if ((startBits & Entry.WATCH) != 0) {
                    job.standInFor(tail);
                    job.watchPoison(queue.poison()); // if nobody comes in between, as the CAS says
                }
            } else if (grants) {
                job.grantUnpublished();
            }
            // Decides:   that this access stands right behind tail; for the job's last queue, that
            //            the job is placed: the linearization point of submit.
            // Needs:     tail's job placed (gate); this job not yet on the queue (re-check).
            // Won:       nothing was inserted since tail was read (rule 3), so no helper was first.
            // Lost:      another insertion succeeded, perhaps a helper's of this very job: re-read.
            // Orders:    the job, its entry, bits and set, for everyone who reads the tail.
            // Tested by: PlacementTest, and the seeded faults no-gate, no-recheck and
            //            tail-reset-to-null.
            if (queue.casTail(tail, mine)) {
                return mine;
            }
            if (grants) {
                job.ungrantUnpublished();
            }
        }
    }

    /** Only what is free and has nothing to add can do without an entry. */
    private static boolean needsEntry(Job job, int bits) {
        return bits != Entry.EVERYTHING_OVER || job.isSpecial() && job.observation() != null;
    }

    /** The re-check: what a helper placed at this index, null if none did yet. */
    private static @Nullable Place helpedPlace(Job job, int index) {
        if (index == 0 || !job.isPlaced()) {
            return null;
        }
        // Placed by helpers: the one that finished had filled in every index from 1 on.
        return Objects.requireNonNull(job.helped, "helped")[index];
    }

    /** What a new last entry knows from the start; a later truth reaches it through the link. */
    private static int inherit(@Nullable Place tail, SyncQueue queue, @Nullable Job heir) {
        if (tail == null) {
            return Entry.EVERYTHING_OVER;
        }
        int closed = tail instanceof Entry entry ? entry.bits() & Entry.CLOSED : 0;
        return Entry.heard(tail.passes(queue), tail, heir) | closed;
    }

    static boolean isClosed(SyncQueue queue) {
        return queue.tailAcquire() instanceof Entry entry && entry.has(Entry.CLOSED);
    }

    static RefusedException refuseClosed(Job job, SyncQueue queue) {
        return new RefusedException("S4", job + " names " + queue + ", which is closed");
    }

    /** Whether a set would be granted, or else refused as a queue is closed, if submitted now. */
    static boolean isFree(AccessSet set) {
        boolean free = true;
        for (int i = 0; i < set.orderedCount(); i++) {
            if (isClosed(set.queue(i))) {
                return true;
            }
            free &= isFree(set.queue(i), set.isShared(i));
        }
        return free;
    }

    /** Whether an access would be permitted if it were placed now. */
    static boolean isFree(SyncQueue queue, boolean shared) {
        int bits = inherit(queue.tailAcquire(), queue, null);
        return (bits & Entry.CLOSED) == 0 && Entry.isPermitted(bits | (shared ? Entry.SHARED : 0));
    }

    /** Returns when the job is placed, which it makes true itself if need be. */
    static void help(Job stuck) {
        for (int spin = 0; spin < GATE_SPINS; spin++) {
            if (stuck.isPlaced()) {
                return;
            }
            Thread.onSpinWait();
        }
        Job current = stuck;
        while (true) {
            Job blocker = insertMissing(current);
            if (blocker != null) {
                current = blocker;
            } else if (current == stuck) {
                return;
            } else {
                current = stuck;
            }
        }
    }

    /**
     * Inserts a job wherever it is missing. Its first entry is always its owner's.
     *
     * @return the unplaced job that must be helped first, null when this one is placed
     */
    private static @Nullable Job insertMissing(Job job) {
        AccessSet set = job.setAcquire();
        if (set == null || job.isPlaced()) {
            return null;
        }
        @Nullable Place[] helped = helpedPlaces(job, set.orderedCount());
        for (int i = 1; i < helped.length; i++) {
            SyncQueue queue = set.queue(i);
            while (true) {
                Place tail = queue.tailAcquire();
                if (tail != null && tail.job() == job) {
                    helped[i] = tail;
                    break;
                }
                if (job.isPlaced()) {
                    return null;
                }
                if (tail != null && !tail.job().isPlaced()) {
                    return tail.job();
                }
                int bits = inherit(tail, queue, job) | set.modeBit(i);
                Place mine = placeForOther(job, bits, tail, queue);
                // As in placeOne, decided for the job's owner and on its behalf.
                // Lost: another insertion succeeded, perhaps the owner's or another helper's of
                //       this job. Tested by: the seeded fault no-helping.
                if (queue.casTail(tail, mine)) {
                    helped[i] = mine;
                    break;
                }
            }
        }
        job.setPlaced();
        return null;
    }

    /** A fresh entry even where the owner's is at hand: the two share none before one is in. */
    private static Place placeForOther(Job job, int bits, @Nullable Place tail, SyncQueue queue) {
        if (!needsEntry(job, bits & ~Entry.SHARED)) {
            return job;
        }
        Entry entry = new Entry(job, queue);
        entry.begin(bits | job.listens(), tail);
        return entry;
    }

    /**
     * The array in which helpers leave what they place: one for all, empty when help is over. A
     * job's {@code helped} leaves null once, by the CAS here or by the owner, and never returns.
     */
    private static @Nullable Place[] helpedPlaces(Job job, int count) {
        @Nullable Place[] now = (Place[]) HELPED.getAcquire(job);
        if (now == null) {
            @Nullable Place[] fresh = new Place[count];
            // Decides: which helper's array all use. Lost: use the winner's. Nothing depends on it
            // before an entry is inserted, so no order is needed beyond the array's own.
            now = (Place[]) HELPED.compareAndExchange(job, null, fresh);
            if (now == null) {
                now = fresh;
            }
        }
        return now;
    }
}
