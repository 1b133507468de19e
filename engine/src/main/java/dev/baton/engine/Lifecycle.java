package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The life of a job, in one word: everything that decides its grant and its end is one atomic step
 * on it.
 *
 * <pre>
 *   bit 31     DONE      over, for its successors too
 *   bit 30     GUARD     submit still runs: not to be granted or finished yet
 *   bit 29     ENDING    somebody has decided its end; it still counts as owned
 *   bit 28     CHECK     something is to be looked at before the grant counts as one
 *   bits 24-27 end       number of the {@link End}, once ENDING or DONE
 *   bits 16-23 notices   being given at this moment; the end waits for them (S6)
 *   bits 0-15  pending   accesses not yet permitted, and "not before" (S8)
 * </pre>
 *
 * 0 is granted; negative is over. No other value is either. Pending never borrows from the bits
 * above it: each access is counted down at most once (Entry, I4), also after a
 * cancellation.
 *
 * <p><b>Invariants.</b> I1 The end is set once. I2 From ENDING on the job is never granted. I3 The
 * job is finished once: by the thread whose step made {DONE, no GUARD} true.
 *
 * <p><b>Not invariants:</b> pending == 0 means granted; it does only with all other bits 0. A word
 * that is DONE has no notices; it may keep that of who decided the end, if another let it take effect.
 *
 * <p>An end takes effect in one step, or in two if something must be done in between: first ENDING,
 * which decides it, then DONE. <b>Progress:</b> every method is wait-free but {@link #decideWaiting}
 * and {@link #beginNotice}, which are lock-free: they look again only when a grant was counted, a
 * notice given or an end decided.
 */
abstract sealed class Lifecycle extends Place permits Standing {
    private static final int DONE = 1 << 31;
    private static final int GUARD = 1 << 30;
    private static final int ENDING = 1 << 29;
    private static final int CHECK = 1 << 28;
    private static final int END_SHIFT = 24;
    private static final int END_MASK = 15 << END_SHIFT;
    private static final int NOTICE = 1 << 16;
    private static final int NOTICES_MASK = 255 << 16;
    /** How many notices of one job are given at once; one more is for whoever ends it. */
    private static final int NOTICES_MAX = 254;

    /** How much a grant may wait for in all. */
    static final int PENDING_MAX = NOTICE - 1;

    private static final int PENDING_MASK = PENDING_MAX;
    private static final int GRANTED = 0;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Lifecycle.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What became of an attempt to end a job. */
    enum Decision {
        /** Something else was first, or it is not the time for this end. */
        LOST,
        /** Decided here and in effect; submit still runs and finishes the job. */
        OVER_UNDER_GUARD,
        /** Decided here and in effect; the caller finishes the job. */
        OVER,
        /** Decided here; the caller holds the effect back until {@link #leave}. */
        ENDING
    }

    /** What became of the job when its owner was done with it. */
    enum Submitted {
        /** Granted by the owner's last step. */
        GRANTED,
        /** Waiting, or already somebody else's business. */
        WAITING,
        /** Ended while submit ran: the owner finishes it. */
        ENDED
    }

    /** The word above. Read: volatile. Written: atomically, by anyone. */
    private int state;

    /**
     * A job in submit.
     *
     * @param pending how much must come true before the grant
     * @param checked whether {@link #checkGrant} is to be asked before a grant counts
     */
    Lifecycle(int pending, boolean checked) {
        state = GUARD | (checked ? CHECK : 0) | pending;
    }

    /**
     * Looks at what a grant depends on beside the accesses, and tells the observer of it. The grant
     * is decided and not visible yet; it is undone by returning an end.
     *
     * @return null to go on
     */
    abstract @Nullable End checkGrant();

    /** Brings an end about that {@link #checkGrant} asked for, later on this thread. */
    abstract void endLater(End end);

    /**
     * Grants a job of one access, which is free, before its place is taken: nobody knows the job
     * yet, so the CAS that places it grants it too. To be undone if that CAS fails.
     */
    final void grantUnpublished() {
        state = GRANTED;
    }

    /** Undoes {@link #grantUnpublished}: somebody else took the place. */
    final void ungrantUnpublished() {
        if (state == GRANTED) {
            state = GUARD | 1;
        }
    }

    private int state() {
        return (int) STATE.getVolatile(this);
    }

    final boolean isOwned() {
        return state() == GRANTED;
    }

    final boolean isOver() {
        return state() < 0;
    }

    final boolean isEnding() {
        return (state() & (DONE | ENDING)) != 0;
    }

    /** Whether its owner may not have written down yet where the job stands. */
    final boolean isInSubmit() {
        return (state() & GUARD) != 0;
    }

    /** Neither granted nor ending: too early for a release. */
    final boolean isWaiting() {
        int now = state();
        return now > GRANTED && (now & ENDING) == 0;
    }

    /** How it is to end; null while that is not decided. */
    final @Nullable End decidedEnd() {
        int now = state();
        return (now & (DONE | ENDING)) == 0 ? null : End.numbered((now & END_MASK) >>> END_SHIFT);
    }

    /** Whether nothing is missing for a grant: of an ending job, whether it may have been granted. */
    final boolean lacksNothing() {
        return (state() & (GUARD | CHECK | PENDING_MASK)) == 0;
    }

    /** How it ended, null while it is not over. */
    final @Nullable End end() {
        int now = state();
        return now >= 0 ? null : End.numbered((now & END_MASK) >>> END_SHIFT);
    }

    /**
     * Counts down what has come true.
     *
     * @return whether the job is granted by this
     */
    final boolean countDown(int permitted) {
        int now = subtract(permitted);
        if (isSettled(now)) {
            settled();
        }
        return now == GRANTED;
    }

    /** Counts down what is missing, of a job that was never placed, but for so much. */
    final void countDownAllBut(int left) {
        countDown((state() & PENDING_MASK) - left);
    }

    /** Over, and nothing is left that it waited for. */
    final boolean isSettled() {
        return isSettled(state());
    }

    private static boolean isSettled(int now) {
        return (now & (DONE | GUARD | PENDING_MASK)) == DONE;
    }

    /** What it waited for is over, and so is the job. May be called again. */
    abstract void settled();

    /**
     * The owner's last step of submit: lets the job be granted, or finished if it was ended
     * meanwhile.
     *
     * @param permitted how many accesses the owner itself found permitted
     * @return what this step has made true
     */
    final Submitted dropGuard(int permitted) {
        int now = subtract(GUARD + permitted);
        return now < 0 ? Submitted.ENDED : now == GRANTED ? Submitted.GRANTED : Submitted.WAITING;
    }

    private int subtract(int amount) {
        // Decides:   with the last access, the grant (S3), unless an end was decided before; with
        //            the guard, that whoever ends the job from now on finishes it.
        // Needs:     each access counted once (Entry, I4); GUARD still there while submit runs.
        // Won:       exactly one subtraction reaches 0 (or CHECK), as none is repeated.
        // Lost:      others are missing, and the last of them grants; or the job is ending.
        // Orders:    the ends of all predecessors, through the chain of these subtractions.
        // Tested by: PassingTest, and the seeded fault grant-before-all.
        int now = (int) STATE.getAndAdd(this, -amount) - amount;
        return now == CHECK ? check() : now;
    }

    /** Between the last count and the grant: only this thread or a revocation changes the word. */
    private int check() {
        End end = checkGrant();
        int next = end == null ? GRANTED : decided(end, ENDING) + NOTICE;
        // Decides: the grant, or that the check ends the job. Won: nothing but revoke leaves CHECK.
        // Lost:    the job was taken from its client meanwhile. Orders: as subtract.
        if (STATE.compareAndSet(this, CHECK, next)) {
            if (end != null) {
                endLater(end);
            }
            return next;
        }
        return CHECK;
    }

    /** Decides the end of a granted job; in one step, or up to {@link #leave}. */
    final boolean decideGranted(End end, boolean inTwoSteps) {
        // Decides:   the job's end: this one and no other (S13). With DONE, it is over.
        // Needs:     granted, all else is late or early.
        // Won:       the word leaves GRANTED once and never returns to it.
        // Lost:      another end came first, or the grant did not come yet.
        // Orders:    the client's work on its buffers, for whoever is permitted by this end.
        // Tested by: JobTest#ofRacingEndsExactlyOneWins.
        return STATE.compareAndSet(
                this, GRANTED, inTwoSteps ? decided(end, ENDING) + NOTICE : decided(end, DONE));
    }

    /** Decides the end, up to {@link #leave}, of a job whose grant is just being looked at. */
    final boolean decideChecked(End end) {
        // Decides: the end, before the grant counts. Lost: the check has granted or ended it.
        return STATE.compareAndSet(this, CHECK, decided(end, ENDING) + NOTICE);
    }

    /**
     * Decides the end of a job that still waits; up to {@link #leave} if that is wanted, or if a
     * notice is being given at this moment.
     */
    final Decision decideWaiting(End end, boolean inTwoSteps) {
        while (true) {
            int now = state();
            if ((now & (DONE | ENDING)) != 0 || (now & ~CHECK) == GRANTED) {
                return Decision.LOST;
            }
            boolean twoSteps = inTwoSteps || (now & NOTICES_MASK) != 0;
            int next = now | decided(end, twoSteps ? ENDING : DONE);
            // Decides:   that the job is never granted, and its end.
            // Needs:     some access or the guard is missing, in the very value compared.
            // Won:       a count-down in between would have changed the value.
            // Lost:      a grant was counted or another end decided: look again.
            // Orders:    nothing of the client's; it never owned all the buffers.
            // Tested by: JobTest#ofCancelAndGrantExactlyOneWins.
            if (STATE.compareAndSet(this, now, twoSteps ? next + NOTICE : next)) {
                return twoSteps
                        ? Decision.ENDING
                        : (now & GUARD) == 0 ? Decision.OVER : Decision.OVER_UNDER_GUARD;
            }
        }
    }

    /**
     * Before a notice is given: holds the effect of an end back until {@link #endNotice}.
     *
     * @return false if the end is decided: no notice is given any more
     */
    final boolean beginNotice() {
        while (true) {
            int now = state();
            if ((now & (DONE | ENDING)) != 0) {
                return false;
            }
            if ((now & NOTICES_MASK) >= NOTICES_MAX * NOTICE) {
                Thread.onSpinWait(); // so many threads are giving notices of this very job
                continue;
            }
            // Decides: that the notice comes before the end. Lost: a count or an end; look again.
            if (STATE.compareAndSet(this, now, now + NOTICE)) {
                return true;
            }
        }
    }

    /**
     * After a notice was given: counts its access down.
     *
     * @return whether the job is granted by this
     */
    final boolean endNotice() {
        int now = subtract(NOTICE + 1);
        takeEffectAfter(now);
        if (isSettled(now)) {
            settled(); // a closing that did not wait for the notice has ended it
        }
        return now == GRANTED;
    }

    /** The second step of an end: it takes effect unless a notice is still being given. */
    final void leave() {
        // Decides:   who leaves last, and so lets the end take effect.
        // Needs:     this caller's NOTICE in the word, and ENDING: no notice begins any more.
        // Won:       one subtraction takes the last notice away.
        // Lost:      a notice is still being given; whoever gives it leaves later.
        // Orders:    the marks of the buffers and the cause, before the end is in effect.
        // Tested by: NoticeRaceTest, and the seeded fault end-does-not-wait-for-a-notice.
        takeEffectAfter((int) STATE.getAndAdd(this, -NOTICE) - NOTICE);
    }

    private void takeEffectAfter(int now) {
        if ((now & (DONE | ENDING | NOTICES_MASK)) == ENDING) {
            // Decides:   that it is over, for its successors too.
            // Won:       the last to leave is one, as no notice begins after ENDING; or a closing
            //            that did not wait for it, and sets DONE first.
            // Orders:    as the step that set ENDING. The owner sees DONE in the same word when it
            //            drops the guard.
            takeEffect();
        }
    }

    /**
     * The second step of an end on behalf of a thread that may be stopped before it, or in a notice.
     * Whoever leaves later finds the job over.
     */
    final void takeEffect() {
        // Decides: that the job is over. Needs: ENDING. Won: one sets DONE first, and finishes if
        // no owner is left in submit. Lost: another did. Orders: as the step that set ENDING.
        if (((int) STATE.getAndBitwiseOr(this, DONE) & (DONE | GUARD)) == 0) {
            finish();
        }
    }

    /** Lets go of everything: the job is over and submit has ended. */
    abstract void finish();

    private static int decided(End end, int step) {
        return step | end.number() << END_SHIFT;
    }
}
