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
 * <p><b>Ended entries step aside.</b> An entry that is over before everything ahead of it is (a
 * reader behind a longer one, a cancelled job) has nothing to say but what it hears. Those behind
 * link themselves to the nearest entry ahead that is not, past it. So the remains of ended jobs are
 * not kept behind a long one, and nobody walks them when it ends.
 *
 * <p><b>Invariants.</b> I1 A bit once set stays. I2 ALL_OVER implies WRITERS_OVER. I3 {@code next}
 * names an entry further back such that all between the two are over. I4 Whoever newly sets the
 * deciding bit, and nobody else, counts one grant of the job down. I5 The {@code next} of the direct
 * predecessor, once written, leads to this entry, perhaps over several steps, until ALL_OVER has
 * passed: links past an ended entry come in addition to those through it, so it does not matter
 * which of several writers of {@code next} comes last.
 *
 * <p><b>Not invariants.</b> {@code next} is a hint, absent before the successor's owner linked it
 * and again after ALL_OVER has passed. {@code prev} may name an entry that is over by now.
 *
 * <p><b>No permission is lost.</b> The two sides of each link are a Dekker pair:
 *
 * <pre>
 *   whoever links (linkBehind, stepAside)    whoever changes this entry (gain, end of access or job)
 *     this.next = successor                    RMW on this.bits or job.state
 *     fullFence                                read bits and state, volatile
 *     read this.passes(), volatile             read this.next, volatile
 * </pre>
 *
 * One of the two sees the other's write; if both do, {@link #gain} lets one count. Whoever links and
 * finds ALL_OVER clears the link itself: the passer may have gone by before it was written, and a
 * link nobody clears would keep later jobs alive.
 *
 * <p><b>Progress.</b> {@link #passOn} visits each entry at most once per fact; a run of readers is
 * walked in a loop, not by recursion. <b>Reclamation.</b> No entry is recycled, so there is no ABA.
 * With ALL_OVER an entry lets go of what was before it; an ended job points at nothing.
 */
final class Entry extends AccessBits {
    private static final VarHandle NEXT;
    private static final VarHandle PREV;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEXT = lookup.findVarHandle(Entry.class, "next", Entry.class);
            PREV = lookup.findVarHandle(Entry.class, "prev", Place.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Job job;
    final SyncQueue queue;

    /**
     * An entry further back (I3). Read: volatile. Written: release, by those who link; to null by
     * whoever passes ALL_OVER.
     */
    private @Nullable Entry next;

    /**
     * The place ahead; later perhaps one further ahead, if all between are over. Read: acquire.
     * Written: plainly before publication, then release by those who link; to null by whoever sets
     * ALL_OVER. Null: everything ahead is over.
     */
    private @Nullable Place prev;

    Entry(Job job, SyncQueue queue) {
        this.job = job;
        this.queue = queue;
    }

    /** Sets what an entry that no other thread can see yet begins with. */
    void begin(int initialBits, @Nullable Place ahead) {
        begin(initialBits);
        prev = ahead;
    }

    @Override
    Job job() {
        return job;
    }

    @Override
    Entry entryOn(SyncQueue same) {
        return this;
    }

    @Nullable
    Place prev() {
        return (Place) PREV.getAcquire(this);
    }

    void forgetPrev() {
        PREV.setRelease(this, null);
    }

    @Override
    int passes(SyncQueue same) {
        return passes();
    }

    int passes() {
        int now = bits();
        boolean over = (now & OVER) != 0 || job.isOver();
        if (over && (now & ALL_OVER) != 0) {
            return EVERYTHING_OVER;
        }
        int passed = (now & WRITERS_OVER) != 0 && (over || (now & SHARED) != 0) ? WRITERS_OVER : 0;
        return (now & HARDWARE) == 0 ? passed : passed | handsOn(now, over);
    }

    private int handsOn(int now, boolean over) {
        boolean ready = (now & (ALL_OVER | HANDED_OVER)) != 0;
        return ready && (over || job.isHandedOver(queue)) ? HANDED_OVER : 0;
    }

    /** What is passed from a place to one behind: that it was handed over concerns its domain. */
    static int heard(int passed, Place by, @Nullable Job heir) {
        boolean handed = (passed & HANDED_OVER) != 0;
        return handed && (heir == null || !heir.sharesDomain(by.job()))
                ? passed & ~HANDED_OVER
                : passed;
    }

    /** Over, though something ahead is not: others may link past it. */
    private boolean isAside() {
        int now = bits();
        return (now & (ALL_OVER | LISTENS)) == 0
                && (job.isOver() || (now & (OVER | WATCH)) == OVER);
    }

    /**
     * Links this entry, placed and not linked yet, behind its predecessor, and if that is aside also
     * behind the nearest that is not. To be followed by a full fence and {@link #lookAhead}.
     */
    void linkBehind() {
        Place ahead = prev();
        Entry direct = ahead == null ? null : ahead.entryOn(queue);
        if (direct == null) {
            return; // it is over and so is everything ahead, which others may have to find out here
        }
        NEXT.setRelease(direct, this);
        Entry live = direct.pastThoseAside();
        if (live != direct) {
            NEXT.setRelease(live, this);
        }
        if (live != ahead) {
            PREV.setRelease(this, live);
        }
    }

    /** This entry, or if it is aside the nearest ahead that is not. */
    private Entry pastThoseAside() {
        Entry at = this;
        while (at.isAside()) {
            Place ahead = at.prev();
            if (ahead == null) {
                break; // somebody sets ALL_OVER here at this moment, and will pass it on
            }
            Entry further = ahead.entryOn(queue);
            if (further == null) {
                at.gain(EVERYTHING_OVER); // it is over, so there is no grant to count
                break;
            }
            at = further;
        }
        return at;
    }

    /**
     * Asks what the entry passes that this one is linked behind: one that ended before the link was
     * written has passed nothing. Those aside in between need no question: what they hear they pass
     * on through the links, or it was said before these were written, and then further ahead too.
     *
     * @return the bits that this newly set
     */
    int lookAhead() {
        Place ahead = prev();
        if (ahead == null && has(ALL_OVER)) {
            return 0; // nothing is ahead, and no link came too late
        }
        int gained =
                gain(ahead instanceof Entry live ? live.passesAndUnlinks(this) : EVERYTHING_OVER);
        if (has(ALL_OVER)) {
            forgetPrev(); // whoever set it may have done so before the link was written
        }
        return gained;
    }

    private int passesAndUnlinks(Entry behind) {
        int passed = passes();
        if (passed == EVERYTHING_OVER) {
            NEXT.setOpaque(this, null);
        }
        return heard(passed, this, behind.job);
    }

    /**
     * Takes what the predecessor passed.
     *
     * @return the bits that this call newly set; 0 if it brought no news
     */
    int gain(int passed) {
        if (passed == 0) {
            return 0;
        }
        int known = bits();
        if ((passed & ~known) == 0) {
            return 0;
        }
        if ((known & WATCH) != 0) {
            Throwable poison = queue.poison();
            if ((passed & ~bits()) != 0) { // no writer behind this has gone on and changed it
                job.watchPoison(poison);
            }
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
        if ((passed & ~old & ALL_OVER) != 0) {
            forgetPrev();
        }
        int gained = passed & ~old | (isReady(old | passed) && !isReady(old) ? READY : 0);
        // By the mode before: from the gain on its owner may downgrade the access.
        return (gained & decidingBit(old)) != 0 ? gained | DECIDED : gained;
    }

    /**
     * Passes on what this entry has to pass, as far as it brings news. To be called after every
     * change that may let it pass more.
     *
     * @param tally counts what this permits
     */
    void passOn(Tally tally) {
        Entry entry = this;
        while (true) {
            int passed = entry.passes();
            Entry successor = (Entry) NEXT.getVolatile(entry);
            if (passed == 0 || successor == null) {
                return;
            }
            if (passed == EVERYTHING_OVER) {
                NEXT.setOpaque(entry, null);
            }
            int gained = successor.gain(heard(passed, entry, successor.job));
            if (gained == 0) {
                return;
            }
            successor.count(gained, tally);
            entry = successor;
        }
    }

    private void count(int gained, Tally tally) {
        if (isReadyBy(gained)) {
            tally.handOver(job, 1);
        }
        if (isDecidedBy(gained) && mayCount()) {
            tally.count(this);
        }
    }

    /** Whether the caller, which found the access permitted, is the one to count it (I4). */
    boolean mayCount() {
        return !job.isSpecial() || !has(WATCH | LISTENS) || (mark(COUNTED) & COUNTED) == 0;
    }

    /** Whether nobody links past it, though it may be over before its owner has linked it. */
    boolean isToBeLinkedForOther() {
        return has(WATCH) || has(LISTENS) && job.isOver();
    }

    /**
     * Does for the owner of such an entry, which may be stopped, what comes between placing and
     * waiting.
     */
    void linkForOther(Tally tally) {
        linkBehind();
        VarHandle.fullFence(); // the linking half of the Dekker pair
        int gained = lookAhead();
        if (gained != 0) {
            count(gained, tally);
            passOn(tally);
        }
        Awaited.note(this, tally);
    }

    /**
     * Takes this ended entry out of the way, if something ahead still runs: what is behind it is
     * linked to that. It does for whoever is behind what {@code linkBehind} does, and may be done
     * again, and by several threads at once.
     *
     * @param tally counts what this permits
     */
    void stepAside(Tally tally) {
        if (has(ALL_OVER)) {
            return; // it was heard to the end, and has passed that on
        }
        Awaited.note(this, tally); // if its out-fence still listens
        Entry behind = (Entry) NEXT.getVolatile(this);
        if (behind == null || !isAside()) {
            return; // who comes behind later finds its way past
        }
        Entry live = pastThoseAside();
        if (live == this) {
            passOn(tally);
            return;
        }
        NEXT.setRelease(live, behind);
        PREV.setRelease(behind, live);
        VarHandle.fullFence(); // the linking half of the Dekker pair
        int gained = behind.gain(live.passesAndUnlinks(behind));
        if (behind.has(ALL_OVER)) {
            behind.forgetPrev();
        }
        if (gained != 0) {
            behind.count(gained, tally);
            behind.passOn(tally);
        }
        Awaited.note(behind, tally);
    }
}
