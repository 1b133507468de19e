package dev.baton.buffers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/** The count of all that keeps one buffer's storage: handles, mappings, attachments; in one word. */
final class References {
    /*
     * Algorithm: a conditional reference count, as Linux's kref_get_unless_zero, with one field per
     * kind so that a single read shows a consistent pair of counts.
     *
     * Invariants
     *   I1  A word of zero stays zero: take refuses it, and nobody drops what was not taken.
     *   I2  Exactly one drop turns the word to zero; that caller, and no other, releases.
     *   I3  No count passes COUNT_MAX, so no field carries into its neighbour.
     * Non-invariant: a count may for a moment include a reference that its taker is about to give
     *   back, because its handle was closed meanwhile (see BufferHandle).
     * Progress: take is lock-free, drop and the reads are wait-free.
     * Reclamation/ABA: the word is the whole state; an equal word is an equal state.
     * Cost: one CAS to take, one fetch-and-add to drop, no allocation.
     *
     *   field | guard | read     | written by      | by whom
     *   word  | none  | volatile | CAS, getAndAdd  | whoever takes or drops
     */

    /** What is counted. Bits 0-20, 21-41 and 42-62; they do not overlap, and bit 63 stays 0. */
    enum Kind {
        MAPPING(0),
        HANDLE(COUNT_BITS),
        ATTACHMENT(2 * COUNT_BITS);

        private final int shift;

        Kind(int shift) {
            this.shift = shift;
        }

        private long one() {
            return 1L << shift;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT) + "s";
        }
    }

    enum Taken {
        YES,
        RELEASED,
        FULL
    }

    private static final int COUNT_BITS = 21;

    static final int COUNT_MAX = (1 << COUNT_BITS) - 1;

    private static final VarHandle WORD;

    static {
        try {
            WORD = MethodHandles.lookup().findVarHandle(References.class, "word", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long word = Kind.HANDLE.one();

    /** Adds one reference, unless all are gone or the count is full. */
    Taken take(Kind kind) {
        while (true) {
            long seen = word;
            if (seen == 0) {
                return Taken.RELEASED;
            }
            if (count(seen, kind) == COUNT_MAX) {
                return Taken.FULL;
            }
            if (casWord(seen, seen + kind.one())) {
                // Decides: the taker keeps the storage from here on.
                // Needs:   the word was not zero (I1) and the count not full (I3), by the read.
                // Won:     only one thread replaces this word; the others re-read.
                // Lost:    another reference came or went, so that thread progressed; re-read.
                // Orders:  nothing of the taker's; what it uses was published with the handle.
                // Tested by: LifetimeRaceTest#referencesTakenAndDroppedInLockstepAllCount
                return Taken.YES;
            }
        }
    }

    /** Gives one reference back; true if it was the last, and the caller must release. */
    boolean drop(Kind kind) {
        long before = addWord(-kind.one());
        // Decides: the reference is gone; at zero, the end of the buffer.
        // Needs:   the caller took it and drops it once (its own closed state decides that).
        // Won:     the additions are in one order, so one alone leaves zero (I2).
        // Lost:    nothing to lose; a drop that leaves more than zero is done.
        // Orders:  all the dropper did, before the release by whoever reads the later word.
        // Tested by: LifetimeRaceTest#storageIsReleasedOnceWhoeverClosesLast
        assert count(before, kind) > 0 : "dropped one of no " + kind;
        return before == kind.one();
    }

    /** One consistent view of all counts, for {@link #count}; 0 once released. */
    long word() {
        return word;
    }

    static int count(long word, Kind kind) {
        return (int) (word >>> kind.shift) & COUNT_MAX;
    }

    /** What it decides stands beside the callers. */
    private boolean casWord(long seen, long next) {
        return WORD.compareAndSet(this, seen, next);
    }

    private long addWord(long delta) {
        return (long) WORD.getAndAdd(this, delta);
    }
}
