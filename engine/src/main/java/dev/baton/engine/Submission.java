package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.VarHandle;

/**
 * The owner's side of {@code submit}, on one thread from beginning to end: place, link, look ahead,
 * grant or wait. Nothing here is shared but what {@link Placement}, {@link Entry} and {@link Job}
 * guard themselves.
 */
final class Submission {
    private final Job job;
    private final AccessSet set;
    /** A slot per access; null where the access was free when it was placed. */
    private final @Nullable Entry[] entries;

    /** Null while there is nothing to tell: mostly to the end. */
    private @Nullable Tally tally;

    private int permitted;

    /** Accesses that do not keep the job from an early hand-over. */
    private int ready;

    private boolean linked;

    /** Whether something became known on the second look, which those behind do not know yet. */
    private boolean gained;

    private Submission(Job job, AccessSet set, @Nullable Entry[] entries) {
        this.job = job;
        this.set = set;
        this.entries = entries;
    }

    /**
     * Submits a new job.
     *
     * @param startBits bits that every entry begins with: {@link Entry#CLOSED} for a closing, {@link
     *     Entry#WATCH} for a watch
     */
    static void run(Job job, AccessSet set, int startBits) {
        @Nullable Entry[] entries = Placement.place(job, set, startBits);
        if (entries == null && !job.isSpecial()) {
            grantAtOnce(job, set);
        } else {
            new Submission(job, set, entries == null ? new Entry[set.orderedCount()] : entries)
                    .finish(startBits);
        }
    }

    /** Every access was free and nothing else is asked for. */
    private static void grantAtOnce(Job job, AccessSet set) {
        if (job.dispatcher().admission().isClosedFor(job) && !job.endWaiting(End.CLIENT_CLOSED)) {
            job.tryEndGranted(End.CLIENT_CLOSED, null); // one access: granted when it was placed
        }
        int count = set.orderedCount();
        if (count == 1 || job.endSubmit(count)) {
            Delivery.ofThisThread().tellNow(job);
        }
    }

    private void finish(int startBits) {
        job.observeSubmitted(entries);
        boolean behindClosing = link() && startBits != Entry.CLOSED;
        if (linked) {
            lookAhead();
        }
        if (behindClosing) {
            // Placed on one queue before another's closing, and behind that: let it go (S17).
            job.endWaiting(End.QUEUE_CLOSED);
        }
        RefusedException refused = joinSuccession();
        job.startTimers();
        if (job.dispatcher().admission().isClosedFor(job)) {
            job.endWaiting(End.CLIENT_CLOSED);
        }
        if (job.endSubmit(permitted)) {
            tally().granted(job);
        }
        if (job.isSpecial()) {
            tally().handOver(job, ready + 1);
        }
        if (gained) {
            passOn(tally());
        }
        if (tally != null) {
            tally.deliver();
        }
        if (job.isSpecial()) {
            Delivery.ofThisThread().deliver(); // of an end that was put off, perhaps
        }
        if (refused != null) {
            throw refused;
        }
    }

    /** Only after the guard: this job's own grant is told before those of jobs behind it. */
    private void passOn(Tally all) {
        for (Entry entry : entries) {
            if (entry != null) {
                entry.passOn(all);
            }
        }
    }

    private Tally tally() {
        Tally known = tally;
        if (known == null) {
            known = new Tally();
            tally = known;
        }
        return known;
    }

    /** Gives the place up again if the job would wait for the one before it (S20). */
    private @Nullable RefusedException joinSuccession() {
        Succession succession = job.options().endedBy();
        RefusedException refused = succession == null ? null : succession.join(job);
        if (refused != null && job.isDeferred()) {
            job.endFailed(refused); // nobody is there to throw it at
            return null;
        }
        if (refused != null) {
            job.endWaiting(End.CALLER);
        }
        return refused;
    }

    /**
     * Counts what was permitted when it was placed, and stands behind predecessors that may still
     * have something to pass.
     *
     * @return whether a queue was closed before
     */
    private boolean link() {
        int seen = 0;
        for (int i = 0; i < entries.length; i++) {
            Entry entry = entries[i];
            int bits = entry == null ? Entry.EVERYTHING_OVER : entry.bits();
            seen |= bits;
            ready += entry == null || Entry.isReady(bits) ? 1 : 0;
            if (entry != null && (bits & Entry.ALL_OVER) != 0) {
                entry.forgetPrev();
            } else if (entry != null) {
                entry.linkBehind();
                linked = true;
            }
            if (Entry.isPermitted(bits) && (entry == null || entry.mayCount())) {
                permit(i);
            }
        }
        return (seen & Entry.CLOSED) != 0;
    }

    private void permit(int index) {
        job.observeAvailable(entries[index]);
        if (job.isEager()) {
            tally().notice(job, set.queue(index));
        } else {
            permitted++;
        }
    }

    /** Asks the predecessors again: one that ended before the link was written has passed nothing. */
    private void lookAhead() {
        VarHandle.fullFence(); // the linking half of the Dekker pair in Entry
        boolean hardware = job.dispatcher().admission().hasHardware();
        for (int i = 0; i < entries.length; i++) {
            Entry entry = entries[i];
            if (entry != null) {
                int news = entry.lookAhead();
                gained |= news != 0;
                ready += Entry.isReadyBy(news) ? 1 : 0;
                if (Entry.isDecidedBy(news) && entry.mayCount()) {
                    permit(i);
                }
                if (hardware) {
                    Awaited.note(entry, tally());
                }
            }
        }
    }
}
