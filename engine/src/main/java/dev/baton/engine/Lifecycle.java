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
 *   bit 28     ANNOUNCE  an observer is to hear of the grant before it counts as one
 *   bits 25-27 outcome   ordinal + 1, once ENDING or DONE
 *   bits 0-15  pending   accesses not yet permitted
 * </pre>
 *
 * 0 is granted; negative is over. No other value is either. Bits 16-24 are free for notices in
 * flight (S6). Pending never borrows from the bits above it: each access is counted down once
 * (Entry, I4), also after a cancellation.
 *
 * <p><b>Invariants.</b> I1 The outcome is set once. I2 From ENDING on the job is never granted. I3
 * The job is finished once: by the thread whose step made {DONE, no GUARD} true.
 *
 * <p><b>Not an invariant:</b> pending == 0 means granted. It does only with all other bits 0.
 *
 * <p>An end takes effect in one step, or in two if it must be told in between: first ENDING, which
 * decides it, then DONE. <b>Progress:</b> every method is wait-free but {@link #decideWaiting},
 * which is lock-free: it looks again only when a grant was counted or another end decided.
 */
abstract sealed class Lifecycle permits Job {
    private static final int DONE = 1 << 31;
    private static final int GUARD = 1 << 30;
    private static final int ENDING = 1 << 29;
    private static final int ANNOUNCE = 1 << 28;
    private static final int OUTCOME_SHIFT = 25;
    private static final int OUTCOME_MASK = 7 << OUTCOME_SHIFT;
    private static final int GRANTED = 0;

    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Lifecycle.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Who decided an end that waits for nothing, and what is left to do. */
    enum Decision {
        /** Something else was first. */
        LOST,
        /** Decided here; submit still runs and finishes the job. */
        WON_UNDER_GUARD,
        /** Decided here. */
        WON
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

    Lifecycle(int pending, boolean announced) {
        state = GUARD | (announced ? ANNOUNCE : 0) | pending;
    }

    /** Tells the observer of the grant, which is decided and not visible yet. */
    abstract void announceGrant();

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

    /** Neither granted nor ending: too early for a release. */
    final boolean isWaiting() {
        int now = state();
        return now > GRANTED && (now & ENDING) == 0;
    }

    final @Nullable Outcome ended() {
        int now = state();
        return now >= 0 ? null : OUTCOMES[((now & OUTCOME_MASK) >>> OUTCOME_SHIFT) - 1];
    }

    /**
     * Counts permitted accesses down.
     *
     * @return whether the job is granted by this
     */
    final boolean countDown(int permitted) {
        return subtract(permitted) == GRANTED;
    }

    /**
     * The owner's last step of submit: lets the job be granted, or finished if it was ended
     * meanwhile.
     *
     * @param permitted how many accesses the owner itself found permitted
     * @return what this step has made true
     */
    final Submitted dropGuard(int permitted) {
        if (state() == (GUARD | permitted)) {
            // All was permitted at once, nobody can have been told of the job and no predecessor
            // holds a share of its count: no other thread writes this word now.
            STATE.setRelease(this, GRANTED);
            return Submitted.GRANTED;
        }
        int now = subtract(GUARD + permitted);
        return now < 0 ? Submitted.ENDED : now == GRANTED ? Submitted.GRANTED : Submitted.WAITING;
    }

    private int subtract(int amount) {
        // Decides:   with the last access, the grant (S3), unless an end was decided before; with
        //            the guard, that whoever ends the job from now on finishes it.
        // Needs:     each access counted once (Entry, I4); GUARD still there while submit runs.
        // Won:       exactly one subtraction reaches 0 (or ANNOUNCE), as none is repeated.
        // Lost:      others are missing, and the last of them grants; or the job is ending.
        // Orders:    the ends of all predecessors, through the chain of these subtractions.
        // Tested by: PassingTest, and the seeded fault grant-before-all.
        int now = (int) STATE.getAndAdd(this, -amount) - amount;
        if (now == ANNOUNCE) {
            // Nobody may grant, cancel or release it in this state but this thread.
            announceGrant();
            STATE.setVolatile(this, GRANTED);
            return GRANTED;
        }
        return now;
    }

    /** Decides the end of a granted job; in one step, or up to {@link #takeEffect}. */
    final boolean decideGranted(Outcome outcome, boolean inTwoSteps) {
        // Decides:   the job's end: this outcome and no other (S13). With DONE, it is over.
        // Needs:     granted, all else is late or early.
        // Won:       the word leaves GRANTED once and never returns to it.
        // Lost:      another end came first, or the grant did not come yet.
        // Orders:    the client's work on its buffers, for whoever is permitted by this end.
        // Tested by: JobTest#ofRacingEndsExactlyOneWins.
        return STATE.compareAndSet(this, GRANTED, decided(outcome, inTwoSteps));
    }

    /** Decides the end of a job that still waits; in one step, or up to {@link #takeEffect}. */
    final Decision decideWaiting(Outcome outcome, boolean inTwoSteps) {
        int decided = decided(outcome, inTwoSteps);
        while (true) {
            int now = state();
            if ((now & (DONE | ENDING)) != 0 || (now & ~ANNOUNCE) == GRANTED) {
                return Decision.LOST;
            }
            // Decides:   that the job is never granted, and its outcome.
            // Needs:     some access or the guard is missing, in the very value compared.
            // Won:       a count-down in between would have changed the value.
            // Lost:      a grant was counted or another end decided: look again.
            // Orders:    nothing of the client's; it never owned the buffers.
            // Tested by: JobTest#ofCancelAndGrantExactlyOneWins.
            if (STATE.compareAndSet(this, now, now | decided)) {
                return (now & GUARD) == 0 ? Decision.WON : Decision.WON_UNDER_GUARD;
            }
        }
    }

    /**
     * The second step of an end: the job is over, for its successors too.
     *
     * @return whether the caller finishes it; otherwise submit still runs, and its owner does
     */
    final boolean takeEffect() {
        // Decides:   that it is over. Won: ENDING is held by this thread alone.
        // Orders:    as the step that set ENDING. The owner sees DONE in the same word when it
        //            drops the guard.
        return ((int) STATE.getAndBitwiseOr(this, DONE) & GUARD) == 0;
    }

    @SuppressWarnings("EnumOrdinal") // the code stays in this word
    private static int decided(Outcome outcome, boolean inTwoSteps) {
        return (inTwoSteps ? ENDING : DONE) | (outcome.ordinal() + 1) << OUTCOME_SHIFT;
    }
}
