package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * From the last step of submit over the grant to the decision of the end: who may end a job when,
 * and that only one does. What follows is its {@link Conclusion}.
 */
abstract sealed class Tenure extends Conclusion permits Job {
    Tenure(
            Dispatcher dispatcher,
            AccessSet set,
            Client client,
            @Nullable Object attachment,
            @Nullable Particulars particulars,
            int pending) {
        super(dispatcher, set, client, attachment, particulars, pending);
    }

    @Override
    @Nullable
    End checkGrant() {
        Particulars now = Objects.requireNonNull(particulars());
        if (now.options.onPoison() != PoisonPolicy.RUN) {
            Throwable poison = now.poison(job());
            if (poison != null) {
                boolean skip = now.options.onPoison() == PoisonPolicy.SKIP;
                now.objection = skip ? null : poison;
                return skip ? End.SKIPPED : End.FAILED;
            }
        }
        if (now.observation != null && now.beginGranted()) {
            now.observation.granted(job());
            if (now.isEndDue()) {
                Delivery.ofThisThread().add(tellEndDue(now));
            }
        }
        try {
            startHold();
            return null;
        } catch (Throwable thrown) { // no timer, no watchdog: not to be held without
            now.objection = thrown;
            return End.FAILED;
        }
    }

    @Override
    void endLater(End end) {
        because(Objects.requireNonNull(particulars()).objection);
        Delivery.ofThisThread().add(() -> {
            if (isTold()) {
                fenceOff(owner(), () -> conclude(end, true));
            } else {
                conclude(end, true);
            }
        });
    }

    /** The first access is owned, or all are: the hold begins (S16). */
    void startHold() {
        Particulars now = particulars();
        if (now != null) {
            now.startHold();
        }
    }

    /** Ends the job if it is granted. */
    boolean tryEndGranted(End end, @Nullable Throwable reason) {
        boolean inTwoSteps =
                reason != null || observation() != null || dispatcher().sawPoison();
        if (!decideGranted(end, inTwoSteps)) {
            return false;
        }
        if (inTwoSteps) {
            because(reason);
            conclude(end, true);
        } else {
            finish();
        }
        return true;
    }

    /**
     * Counts an access that ended by itself. The end of the last one is an end of the job: of racing
     * ones, only one may win.
     *
     * @param count how many there are
     * @return false if the job was ended otherwise meanwhile
     */
    final boolean endedOne(int count) {
        if (particularsMade().endedOne() != count) {
            return true;
        }
        if (isWaiting()) {
            dispatcher().admission().keep(job()); // it stands in no way any more; its grant ends it
            return true;
        }
        return endEmptied(count);
    }

    /**
     * Ends a granted job if all its accesses have ended one by one.
     *
     * @return whether they have, and nothing else ended the job
     */
    final boolean endIfEmptied() {
        return isEmptied() && endEmptied(accessesNow().orderedCount());
    }

    /** Whether all its accesses have ended one by one. */
    final boolean isEmptied() {
        Particulars now = particulars();
        int count = accessesNow().orderedCount();
        return now != null && count > 0 && now.accessesEnded() >= count;
    }

    private boolean endEmptied(int count) {
        return !particularsMade().endedAll(count) || tryEndGranted(End.COMPLETED, null);
    }

    /** Ends the job if it still waits; for the caller, unless hardware has it (S12). */
    boolean endWaiting(End end) {
        HandOver hand = handOver();
        return (hand == null || hand.giveUp() || end != End.CALLER) && endWaitingNow(end);
    }

    /** For the client whose hardware has the job. */
    final boolean withdraw() {
        return endWaitingNow(End.CALLER);
    }

    private boolean endWaitingNow(End end) {
        Client owner = owner();
        boolean inTwoSteps = isEager(owner) || isTold() || observation() != null;
        Decision decision = decideWaiting(end, inTwoSteps);
        boolean unplaced = decision != Decision.LOST && giveUp();
        if (decision == Decision.OVER) {
            finish();
        } else if (decision == Decision.ENDING) {
            if (isTold() && end != End.CALLER) {
                fenceOff(owner, () -> conclude(end, false));
            } else {
                conclude(end, false);
            }
        }
        if (unplaced) {
            endSubmit(0);
        }
        return decision != Decision.LOST;
    }

    /** Whether it was submitted to be placed later. */
    final boolean isDeferred() {
        Particulars now = particulars();
        return now != null && now.deferral != null;
    }

    /**
     * The gates before its placing are open, and it will never be placed: of what it asked for, its
     * out-fence waits for the other gates only.
     */
    final void settleUnplaced() {
        Particulars now = particularsMade();
        if (now.outFence != null) {
            countDownAllBut(now.waitCount());
            now.startWaits(job(), null); // what is rejected is no longer waited for
        }
    }

    /** Ends a job whose places were refused when its gates opened at last. None was taken. */
    final void endRefused(RefusedException refused) {
        wantNothing();
        observeSubmitted(new Entry[0]);
        switch (refused.rule()) {
            case "S4" -> endWaiting(End.QUEUE_CLOSED);
            case "S17" -> endWaiting(End.CLIENT_CLOSED);
            default -> failWaiting(End.FAILED, refused, false);
        }
        settleUnplaced();
        endSubmit(0);
    }

    /** The foreign work is done: its accesses are over, permitted or not (S10). */
    final void endForeign() {
        boolean inTwoSteps = observation() != null || dispatcher().sawPoison();
        Decision decision = decideWaiting(End.COMPLETED, inTwoSteps);
        if (decision == Decision.ENDING) {
            conclude(End.COMPLETED, true);
        } else if (decision == Decision.OVER) {
            finish();
        }
    }

    /** The foreign work has failed, and all its accesses are over. */
    final void endForeign(End end, Throwable cause) {
        failWaiting(end, cause, false);
    }

    /** Ends the job, granted or not, because something went wrong: a callback, or its delivery. */
    boolean endFailed(Throwable reason) {
        return tryEndGranted(End.FAILED, reason) || failWaiting(End.FAILED, reason, isEager());
    }

    /** Ends the job if it still waits, because something went wrong. */
    final boolean failWaiting(End end, Throwable reason, boolean owned) {
        boolean won = decideWaiting(end, true) == Decision.ENDING;
        if (won) {
            because(reason);
            conclude(end, owned);
        }
        return won;
    }

    /**
     * Takes the buffers from a client that does not give them back: fences it off, and only then
     * hands them on (S16).
     */
    boolean revoke(End end, Throwable reason) {
        Client owner = owner();
        boolean granted = decideGranted(end, true) || decideChecked(end);
        // A grant between the questions is no end: ask again, as it comes once.
        while (!granted && decideWaiting(end, true) != Decision.ENDING) {
            if (isEnding()) {
                return false;
            }
            granted = decideGranted(end, true) || decideChecked(end);
        }
        because(reason);
        boolean owned = granted || isTold();
        if (owned) {
            fenceOff(owner, () -> conclude(end, true));
        } else {
            conclude(end, false);
        }
        return true;
    }

    /**
     * The owner's last step of submit.
     *
     * @param permitted how many accesses the owner itself found permitted
     * @return whether the job is granted by this
     */
    boolean endSubmit(int permitted) {
        Submitted now = dropGuard(permitted);
        if (now == Submitted.ENDED) {
            finish(); // who ended it saw the guard and left this to us
        }
        return now == Submitted.GRANTED;
    }

    /** Names what ends this open-ended job, unless it is over; null for nothing yet. */
    final void succeedBy(@Nullable Job next) {
        Particulars now = particularsMade();
        now.succeededBy = next;
        if (isOver()) {
            now.succeededBy = null;
        }
    }

    final boolean isSucceededBy(Job next) {
        Particulars now = particulars();
        return now != null && now.succeededBy == next;
    }

    /** Whether the one that ends it was granted, and so has: its client lets go of it by now. */
    final boolean isLetGo() {
        Particulars now = particulars();
        Job next = now == null ? null : now.succeededBy;
        return next != null && next.isOver() && !next.hasEndedUngranted();
    }

    /** Starts what is to happen at a time. By the owner, before the guard is dropped. */
    final void startTimers() {
        Particulars now = particulars();
        if (now != null) {
            try {
                now.start(job());
            } catch (Throwable thrown) { // placed as it is, it must not wait for no timer
                if (owner() instanceof ForeignWork foreign) {
                    foreign.reject(job(), thrown); // it goes on, and may have written
                } else {
                    failWaiting(End.FAILED, thrown, false);
                }
            }
        }
    }
}
