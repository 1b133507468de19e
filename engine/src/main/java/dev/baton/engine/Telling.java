package dev.baton.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Whose turn it is to tell an observer of one job. Submission, grant and end are told one after the
 * other and in this order, though different threads make them true and any of them may be stopped.
 *
 * <pre>
 *   UNTOLD --&gt; TELLING --&gt; QUIET --&gt; TELLING --&gt; QUIET --&gt; ENDING --&gt; ENDED
 *      |          |                                          ^
 *      |          +--&gt; END_DUE: who tells, tells the end too +
 *      +--&gt; END_AHEAD: ended while it is placed; END_DUE when its submission is told
 *      +------ told of its end by a closing, submission included
 * </pre>
 *
 * <p><b>Progress:</b> wait-free but {@link #claimEnd}, which looks again when another's telling
 * began or ended. A thread stopped inside the observer delays the end of the job it tells of.
 */
abstract sealed class Telling permits Particulars {
    /** What became of the wish to tell the end. */
    enum Claim {
        /** The caller tells the submission and the end. */
        ALL,
        /** The caller tells the end. */
        END,
        /** Another tells the end, and lets it take effect. */
        OTHERS,
        /** It has been told. */
        TOLD
    }

    private static final int UNTOLD = 0;
    private static final int TELLING = 1;
    private static final int END_DUE = 2;
    private static final int QUIET = 3;
    private static final int ENDING = 4;
    private static final int ENDED = 5;
    private static final int END_AHEAD = 6;

    /**
     * Beside END_DUE, END_AHEAD and ENDING: a closing wants the end in effect when it is told. Whoever
     * tells sees to that then, whatever notices are being given, and leaves the job for nobody:
     * who decided the end may be stopped, or just be slow and still leave.
     */
    private static final int FOR_CLOSING = 8;

    private static final VarHandle TURN;

    static {
        try {
            TURN = MethodHandles.lookup().findVarHandle(Telling.class, "turn", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** One of the above. Read: volatile. Written: CAS; swapped when the end was told. */
    private int turn;

    /**
     * Before the submission is told.
     *
     * @return false if a closing tells it, as it ends the job
     */
    final boolean beginSubmitted() {
        // Decides: who tells the submission. Lost: a closing tells it. Tested by: ClosingTest.
        return TURN.compareAndSet(this, UNTOLD, TELLING)
                || TURN.compareAndSet(this, END_AHEAD, END_DUE) // by who knew that we would come
                || TURN.compareAndSet(this, END_AHEAD | FOR_CLOSING, END_DUE | FOR_CLOSING);
    }

    /**
     * Before the grant is told.
     *
     * @return false if the job was taken from its client meanwhile
     */
    final boolean beginGranted() {
        // Decides: that the grant is told before the end. Lost: the end has the turn.
        return TURN.compareAndSet(this, QUIET, TELLING);
    }

    /**
     * After a telling that {@code begin} allowed.
     *
     * @return whether the caller is to tell the end as well, which was decided meanwhile
     */
    final boolean isEndDue() {
        // Decides: whether the turn goes on, or with it the end. Lost: somebody wants the end told.
        if (TURN.compareAndSet(this, TELLING, QUIET)) {
            return false;
        }
        // Decides: that the end is told now. Won: from END_DUE nobody but us goes on.
        // Lost: a closing wants it, too; look again.
        int due = turn();
        while (!TURN.compareAndSet(this, due, ENDING | due & FOR_CLOSING)) {
            due = turn();
        }
        return true;
    }

    private int turn() {
        return (int) TURN.getVolatile(this);
    }

    /** Whether the submission is not told yet, and nobody is about to. */
    final boolean isUntold() {
        return isUntold(turn());
    }

    private static boolean isUntold(int now) {
        return now == UNTOLD || (now & ~FOR_CLOSING) == END_AHEAD;
    }

    /**
     * Before the end is told, which was decided.
     *
     * @param placing whether a thread is placing the job, of which nobody else knows the places
     * @param closing whether by a closing, on behalf of who decided it
     */
    final Claim claimEnd(boolean placing, boolean closing) {
        while (true) {
            int now = turn();
            int step = now & ~FOR_CLOSING;
            if (step == ENDED) {
                return Claim.TOLD;
            }
            boolean others = step == END_DUE || step == ENDING || step == END_AHEAD && placing;
            if (others && (!closing || now != step)) {
                return Claim.OTHERS;
            }
            int next = others
                    ? step
                    : step == TELLING ? END_DUE : step == UNTOLD && placing ? END_AHEAD : ENDING;
            int asked = closing ? FOR_CLOSING : now & FOR_CLOSING;
            // Decides: who tells the end; with END_DUE, that it is whoever tells now; with
            // FOR_CLOSING, that it takes effect then. Won: the turn never returns to UNTOLD, and
            // from ENDING not to QUIET. Lost: a telling began or ended; look again.
            if (TURN.compareAndSet(this, now, next | asked)) {
                return others || next != ENDING
                        ? Claim.OTHERS
                        : isUntold(now) ? Claim.ALL : Claim.END;
            }
        }
    }

    /**
     * After the end was told, before it takes effect.
     *
     * @return whether a closing wants it in effect now
     */
    final boolean endTold() {
        // Decides: whether a closing came before, and is served by who told it. Lost: it comes
        // after, finds it told and serves itself.
        return ((int) TURN.getAndSet(this, ENDED) & FOR_CLOSING) != 0;
    }
}
