package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One access of one job in one queue, and the passing of permissions from entry to entry.
 *
 * <p><b>Algorithm.</b> Two facts about everything earlier on this queue travel down the chain:
 * WRITERS_OVER, every earlier exclusive access is over; ALL_OVER, every earlier access is. A shared
 * access is permitted by the first, an exclusive one by the second (S2). An entry passes on
 *
 * <pre>
 *   ALL_OVER (and WRITERS_OVER)   when it is over and has ALL_OVER
 *   WRITERS_OVER                  when it has WRITERS_OVER and is shared or over
 * </pre>
 *
 * An entry is over when its access has ended or its whole job has, by whatever end: a cancelled
 * entry lets both facts flow through it (S14).
 *
 * <p><b>Invariants.</b> I1 A bit once set stays. So a stale read is a safe lower bound. I2 ALL_OVER
 * implies WRITERS_OVER. I3 Only the job's owner, the thread in {@code submit}, links the entry
 * behind its predecessor; before that nobody else changes its bits. I4 Whoever newly sets the
 * deciding bit, and nobody else, counts one grant of the job down.
 *
 * <p><b>Not invariants.</b> {@code next} names the successor: it is a hint, absent before the owner
 * linked it and again after ALL_OVER has passed. A helper may have placed the entry; nothing here
 * depends on who did.
 *
 * <p><b>No permission is lost.</b> The two sides of each link are a Dekker pair:
 *
 * <pre>
 *   owner of the successor (Submission)      whoever changes this entry (gain, end of access or job)
 *     this.next = successor                    RMW on this.bits or job.state
 *     fullFence                                read bits and state, volatile
 *     read this.passes(), volatile             read this.next, volatile
 * </pre>
 *
 * One of the two sees the other's write; if both do, {@link #gain} lets one count. A successor that
 * finds ALL_OVER clears the link itself: the passer may have gone by before it was written, and a
 * link nobody clears would keep later jobs alive.
 *
 * <p><b>Progress.</b> {@link #passOn} visits each entry at most once per fact; a run of readers is
 * walked in a loop, not by recursion. <b>Reclamation.</b> No entry is recycled, so there is no ABA.
 * An entry points only at its job and its successor; an ended job points at nothing.
 */
class Entry {
    /** Every earlier exclusive access on this queue is over. */
    static final int WRITERS_OVER = 1;
    /** Every earlier access on this queue is over. */
    static final int ALL_OVER = 1 << 1;
    /** The access is shared. */
    static final int SHARED = 1 << 2;
    /** Somebody is ending this access by itself; it still counts as owned. */
    static final int ENDING = 1 << 3;
    /** The access has ended by itself, before its job. */
    static final int OVER = 1 << 4;
    /** This entry closes its queue, or stands behind one that does (S17). */
    static final int CLOSED = 1 << 5;

    static final int EVERYTHING_OVER = ALL_OVER | WRITERS_OVER;

    private static final VarHandle BITS;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            BITS = lookup.findVarHandle(Entry.class, "bits", int.class);
            NEXT = lookup.findVarHandle(Entry.class, "next", Entry.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Job job;

    /**
     * The constants above. Read: volatile. Written: plainly before the entry is published by the
     * tail, afterwards by atomic OR only, by anyone.
     */
    private int bits;

    /**
     * The entry behind this one. Read: volatile. Written: release by the successor's owner, once;
     * to null by whoever passes ALL_OVER.
     */
    private @Nullable Entry next;

    Entry(Job job) {
        this.job = job;
    }

    /** Sets the bits of an entry that no other thread can see yet. */
    void begin(int initialBits) {
        bits = initialBits;
    }

    int bits() {
        return (int) BITS.getVolatile(this);
    }

    boolean has(int bit) {
        return (bits() & bit) != 0;
    }

    private static int decidingBit(int bits) {
        return (bits & SHARED) != 0 ? WRITERS_OVER : ALL_OVER;
    }

    static boolean isPermitted(int bits) {
        return (bits & decidingBit(bits)) != 0;
    }

    /** What this entry lets its successor know: 0, WRITERS_OVER or EVERYTHING_OVER. */
    int passes() {
        int now = bits();
        boolean over = (now & OVER) != 0 || job.isOver();
        if (over && (now & ALL_OVER) != 0) {
            return EVERYTHING_OVER;
        }
        return (now & WRITERS_OVER) != 0 && (over || (now & SHARED) != 0) ? WRITERS_OVER : 0;
    }

    void linkRelease(Entry successor) {
        NEXT.setRelease(this, successor);
    }

    void unlink() {
        NEXT.setOpaque(this, null);
    }

    /**
     * Takes what the predecessor passed.
     *
     * @return the bits that this call newly set; 0 if it brought no news
     */
    int gain(int passed) {
        if ((passed & ~bits()) == 0) {
            return 0;
        }
        // Decides:   that what was passed is known here; with the deciding bit, that the access
        //            is permitted: owned, if its job is not over.
        // Needs:     passed came from the predecessor's passes(), true then and for ever (I1).
        // Won:       the old value lacks the bit for exactly one caller: that one counts (I4).
        // Lost:      somebody else set it, and looks further down the chain in our stead.
        // Orders:    volatile on both sides of the Dekker pair; what the predecessors did before
        //            their ends is seen by whoever reads the bit.
        // Tested by: PassingTest, and the seeded fault release-wakes-one-reader.
        int old = (int) BITS.getAndBitwiseOr(this, passed);
        return passed & ~old;
    }

    /** Whether newly set bits have permitted the access. */
    boolean isDecidedBy(int gained) {
        return (gained & decidingBit(bits())) != 0;
    }

    /**
     * Sets bits that mark the end of this access.
     *
     * @return the bits before
     */
    int mark(int bit) {
        // Decides:   with ENDING, who ends this access; with OVER, that it has ended.
        // Needs:     for OVER: that this caller's mark of ENDING came first.
        // Won:       the old value lacks the bit for exactly one caller.
        // Lost:      the access has ended or is being ended: the caller is late.
        // Orders:    the owner's work before it, for whoever is permitted by it.
        // Tested by: JobTest#oneOfTwoReleasesOfOneAccessWins.
        return (int) BITS.getAndBitwiseOr(this, bit);
    }

    /**
     * Passes on what this entry has to pass, as far as it brings news. To be called after every
     * change that may let it pass more.
     *
     * @return whether a grant was counted, which {@link Delivery#deliver} then tells
     */
    boolean passOn() {
        boolean counted = false;
        Entry entry = this;
        while (true) {
            int passed = entry.passes();
            Entry successor = (Entry) NEXT.getVolatile(entry);
            if (passed == 0 || successor == null) {
                return counted;
            }
            if (passed == EVERYTHING_OVER) {
                entry.unlink();
            }
            int gained = successor.gain(passed);
            if (gained == 0) {
                return counted;
            }
            if (successor.isDecidedBy(gained)) {
                successor.job.observeAvailable(successor);
                Delivery.ofThisThread().count(successor.job);
                counted = true;
            }
            entry = successor;
        }
    }
}
