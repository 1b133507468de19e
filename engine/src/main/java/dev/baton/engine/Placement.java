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
 * <p>Helpers only insert, with entries of their own, which the owner adopts. Linking, permissions
 * and grants of a job stay with its owner and so need no further consensus.
 *
 * <p><b>Cost.</b> k CASes uncontended, k entries; with a predecessor that still runs, one link each
 * and one full fence in all. Independent of the length and number of the queues.
 */
final class Placement {
    /** Most gates open within 50 ns; beyond that helping is cheaper than waiting. */
    private static final int GATE_SPINS = 64;

    private static final VarHandle HELPED;

    static {
        try {
            HELPED = MethodHandles.lookup().findVarHandle(Job.class, "helped", Entry[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Room for nothing: what late helpers find, so that they leave nothing in an ended job. */
    private static final Entry[] HELP_OVER = {};

    private Placement() {}

    /**
     * Places the job and leaves its entries in {@code job.entries}.
     *
     * @return the predecessor of each entry that has one whose end it may have to wait for (of each
     *     that has one, if the job is observed); null if there is none at all
     */
    static @Nullable Entry @Nullable [] place(Job job, AccessSet set, int startBits) {
        int count = set.orderedCount();
        Entry[] entries = new Entry[count];
        @Nullable Entry @Nullable [] before = null;
        job.entries = entries;
        for (int i = 0; i < count; i++) {
            Entry predecessor = placeOne(job, set, i, startBits, entries);
            if (predecessor != null && (job.isObserved() || !entries[i].has(Entry.ALL_OVER))) {
                before = before == null ? new Entry[count] : before;
                before[i] = predecessor;
            }
        }
        job.setPlaced();
        job.helped = HELP_OVER; // the owner needs no helpers any more
        return before;
    }

    private static @Nullable Entry placeOne(
            Job job, AccessSet set, int index, int startBits, Entry[] entries) {
        SyncQueue queue = set.queue(index);
        Entry mine = new Entry(job);
        while (true) {
            Entry tail = queue.tailAcquire();
            if (tail != null) {
                Entry helped = tail.job == job ? tail : helpedEntry(job, index);
                if (helped != null) {
                    entries[index] = helped;
                    return ((HelpedEntry) helped).adopt();
                }
                if (!tail.job.isPlaced()) {
                    help(tail.job);
                    continue;
                }
            }
            int inherited = inherit(tail);
            if (index == 0 && (inherited & Entry.CLOSED) != 0) {
                throw job.refuseClosed(queue);
            }
            mine.begin(inherited | startBits | (set.isShared(index) ? Entry.SHARED : 0));
            // Decides:   that this access stands right behind tail; for the job's last queue, that
            //            the job is placed: the linearization point of submit.
            // Needs:     tail's job placed (gate); this job not yet on the queue (re-check).
            // Won:       nothing was inserted since tail was read (rule 3), so no helper was first.
            // Lost:      another insertion succeeded, perhaps a helper's of this very job: re-read.
            // Orders:    the entry, its bits, its job and set, for everyone who reads the tail.
            // Tested by: PlacementTest, and the seeded faults no-gate, no-recheck and
            //            tail-reset-to-null.
            if (queue.casTail(tail, mine)) {
                entries[index] = mine;
                return tail;
            }
        }
    }

    /** The re-check: the entry that a helper placed at this index, null if none did yet. */
    private static @Nullable Entry helpedEntry(Job job, int index) {
        if (index == 0 || !job.isPlaced()) {
            return null;
        }
        // Placed by helpers: the one that finished had filled in every index from 1 on.
        return Objects.requireNonNull(job.helped, "helped")[index];
    }

    /** What a new last entry knows from the start; a later truth reaches it through the link. */
    private static int inherit(@Nullable Entry tail) {
        return tail == null ? Entry.EVERYTHING_OVER : tail.passes() | (tail.bits() & Entry.CLOSED);
    }

    /**
     * Whether a job of this set would be permitted everywhere if it were placed now, or else refused
     * as a queue is closed. Takes no place: one that is given up stays behind its predecessor until
     * that ends. A false answer was true of one queue at one instant, which is enough.
     */
    static boolean isFree(AccessSet set) {
        boolean free = true;
        for (int i = 0; i < set.orderedCount(); i++) {
            int bits = inherit(set.queue(i).tailAcquire());
            if ((bits & Entry.CLOSED) != 0) {
                return true;
            }
            free &= Entry.isPermitted(bits | (set.isShared(i) ? Entry.SHARED : 0));
        }
        return free;
    }

    /** Returns when the job is placed, which it makes true itself if need be. */
    private static void help(Job stuck) {
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
        Entry[] helped = helpedEntries(job, set.orderedCount());
        for (int i = 1; i < helped.length; i++) {
            SyncQueue queue = set.queue(i);
            while (true) {
                Entry tail = queue.tailAcquire();
                if (tail != null && tail.job == job) {
                    helped[i] = tail;
                    break;
                }
                if (job.isPlaced()) {
                    return null;
                }
                if (tail != null && !tail.job.isPlaced()) {
                    return tail.job;
                }
                HelpedEntry mine = new HelpedEntry(job, tail);
                mine.begin(inherit(tail) | (set.isShared(i) ? Entry.SHARED : 0));
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

    /**
     * The array in which helpers leave what they place: one for all, empty when help is over. A
     * job's {@code helped} leaves null once, by the CAS here or by the owner, and never returns.
     */
    private static @Nullable Entry[] helpedEntries(Job job, int count) {
        @Nullable Entry[] now = (Entry[]) HELPED.getAcquire(job);
        if (now == null) {
            @Nullable Entry[] fresh = new Entry[count];
            // Decides: which helper's array all use. Lost: use the winner's. Nothing depends on it
            // before an entry is inserted, so no order is needed beyond the array's own.
            now = (Entry[]) HELPED.compareAndExchange(job, null, fresh);
            if (now == null) {
                now = fresh;
            }
        }
        return now;
    }
}
