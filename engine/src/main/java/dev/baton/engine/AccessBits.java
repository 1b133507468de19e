package dev.baton.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What is known of one access, and of all ahead of it on its queue, as bits. A bit once set stays;
 * whoever newly sets one is the only one to do what follows from it.
 */
abstract sealed class AccessBits extends Place permits Entry {
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
    /** Over from the start, in nobody's way, but to be told when its turn has come. */
    static final int WATCH = 1 << 6;
    /** Somebody is turning this access into a shared one (S5). */
    static final int DOWNGRADING = 1 << 7;
    /** The observer, if there is one, was told that the access is owned: only now it counts as so. */
    static final int TOLD = 1 << 8;

    /** Somebody has counted it down; others than its owner may link it and so be first. */
    static final int COUNTED = 1 << 9;

    /**
     * It hears all that is over ahead even when it is over itself, as an out-fence waits for that
     * (S14): nobody links past it.
     */
    static final int LISTENS = 1 << 11;

    /** The client is in a hardware domain; the next bit means something here only. */
    static final int HARDWARE = 1 << 12;

    /**
     * Every earlier access is over, or its job in the hands of the same domain's hardware (S12). It
     * travels as ALL_OVER does, from one entry of a domain to the next.
     */
    static final int HANDED_OVER = 1 << 13;

    static final int EVERYTHING_OVER = ALL_OVER | WRITERS_OVER;

    /** In what {@link Entry#gain} returns, and in no entry: the access is permitted by this gain. */
    static final int DECIDED = 1 << 10;

    /** Likewise: nothing on this queue keeps the job from being handed over, by this gain. */
    static final int READY = 1 << 14;

    static final VarHandle BITS;

    static {
        try {
            BITS = MethodHandles.lookup().findVarHandle(AccessBits.class, "bits", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The constants above. Read: volatile. Written: plainly before the entry is published by the
     * tail, afterwards by atomic OR only, by anyone.
     */
    private int bits;

    /** Sets what one that no other thread can see yet begins with. */
    final void begin(int initialBits) {
        bits = initialBits;
    }

    final int bits() {
        return (int) BITS.getVolatile(this);
    }

    final boolean has(int bit) {
        return (bits() & bit) != 0;
    }

    static int decidingBit(int bits) {
        return (bits & SHARED) != 0 ? WRITERS_OVER : ALL_OVER;
    }

    static boolean isPermitted(int bits) {
        return (bits & decidingBit(bits)) != 0;
    }

    /** Whether nothing on this queue keeps the job from being handed over (S12). */
    static boolean isReady(int bits) {
        return (bits & HARDWARE) != 0 && (bits & (decidingBit(bits) | HANDED_OVER)) != 0;
    }

    /** Whether newly set bits let the access be handed over. */
    static boolean isReadyBy(int gained) {
        return (gained & READY) != 0;
    }

    /** Whether newly set bits have permitted the access. */
    static boolean isDecidedBy(int gained) {
        return (gained & DECIDED) != 0;
    }

    /**
     * Sets bits that mark the end of this access, or that it is shared from now on.
     *
     * @return the bits before
     */
    final int mark(int bit) {
        // Decides:   with ENDING, who ends this access; with OVER, that it has ended; with SHARED,
        //            that it is downgraded.
        // Needs:     for OVER: that this caller's mark of ENDING came first.
        // Won:       the old value lacks the bit for exactly one caller.
        // Lost:      the access has ended or is being ended: the caller is late.
        // Orders:    the owner's work before it, for whoever is permitted by it.
        // Tested by: JobTest#oneOfTwoReleasesOfOneAccessWins.
        return (int) BITS.getAndBitwiseOr(this, bit);
    }
}
