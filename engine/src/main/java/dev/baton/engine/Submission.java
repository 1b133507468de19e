package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * The owner's side of {@code submit}, on one thread from beginning to end: place, link, look again,
 * grant or wait. Nothing here is shared but what {@link Placement}, {@link Entry} and {@link Job}
 * guard themselves.
 */
final class Submission {
    private Submission() {}

    /**
     * Submits a new job.
     *
     * @param startBits bits that every entry begins with: {@link Entry#CLOSED} for a closing
     */
    static void run(Job job, AccessSet set, int startBits) {
        @Nullable Entry @Nullable [] before = Placement.place(job, set, startBits);
        @Nullable Entry[] entries = Objects.requireNonNull(job.entries);
        job.observeSubmitted(before);
        int permitted = 0;
        int inherited = 0;
        for (int i = 0; i < entries.length; i++) {
            int bits = Objects.requireNonNull(entries[i]).bits();
            inherited |= bits;
            if (Entry.isPermitted(bits)) {
                job.observeAvailable(i);
                permitted++;
            }
        }
        int[] gained = null;
        if (before != null) {
            link(entries, before);
            gained = lookAgain(entries, before);
            permitted += countPermitted(job, entries, gained);
        }
        if (startBits == 0 && (inherited & Entry.CLOSED) != 0) {
            // Placed on one queue before another's closing, and behind that: let it go (S17).
            job.endWaiting(Outcome.CANCELLED, CancelReason.QUEUE_CLOSED);
        }
        boolean granted = job.endSubmit(permitted);
        if (granted) {
            Delivery.ofThisThread().add(job);
        }
        // Only now those behind: this job's own grant is told before theirs.
        boolean counted = gained != null && passOn(entries, gained);
        if (granted || counted) {
            Delivery.ofThisThread().deliver();
        }
    }

    /** Links entries behind predecessors that may still have something to pass. */
    private static void link(@Nullable Entry[] entries, @Nullable Entry[] before) {
        for (int i = 0; i < entries.length; i++) {
            Entry predecessor = before[i];
            Entry entry = Objects.requireNonNull(entries[i]);
            if (predecessor != null && !entry.has(Entry.ALL_OVER)) {
                predecessor.linkRelease(entry);
            } else {
                before[i] = null;
            }
        }
        VarHandle.fullFence(); // the owner's half of the Dekker pair in Entry
    }

    /**
     * Asks linked predecessors once more what they pass: one that ended before its link was written
     * has passed nothing.
     *
     * @return per entry, the bits that this newly set
     */
    private static int[] lookAgain(@Nullable Entry[] entries, @Nullable Entry[] before) {
        int[] gained = new int[entries.length];
        for (int i = 0; i < entries.length; i++) {
            Entry predecessor = before[i];
            if (predecessor != null) {
                int passed = predecessor.passes();
                if (passed == Entry.EVERYTHING_OVER) {
                    predecessor.unlink();
                }
                gained[i] = Objects.requireNonNull(entries[i]).gain(passed);
            }
        }
        return gained;
    }

    private static int countPermitted(Job job, @Nullable Entry[] entries, int[] gained) {
        int permitted = 0;
        for (int i = 0; i < entries.length; i++) {
            Entry entry = Objects.requireNonNull(entries[i]);
            if (gained[i] != 0 && entry.isDecidedBy(gained[i])) {
                job.observeAvailable(i);
                permitted++;
            }
        }
        return permitted;
    }

    private static boolean passOn(@Nullable Entry[] entries, int[] gained) {
        boolean counted = false;
        for (int i = 0; i < entries.length; i++) {
            if (gained[i] != 0) {
                counted |= Objects.requireNonNull(entries[i]).passOn();
            }
        }
        return counted;
    }
}
