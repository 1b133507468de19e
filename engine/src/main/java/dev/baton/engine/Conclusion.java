package dev.baton.engine;

import dev.baton.fence.Signalling;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * What must happen once a job's end is decided, in this order: fence off a client that did not end
 * it itself, mark the buffers (S15), tell the observer, take effect, hand on.
 */
abstract sealed class Conclusion extends Belonging permits Tenure {
    /**
     * Whether the client may know of a buffer before the grant (S6). Plain: written before a notice
     * begins, read after an end was decided, and both are steps on the state.
     */
    private boolean told;

    /**
     * A job in submit.
     *
     * @param pending accesses to be owned, and one more if the grant waits for a time
     */
    Conclusion(
            Dispatcher dispatcher,
            AccessSet set,
            Client client,
            @Nullable Object attachment,
            @Nullable Particulars particulars,
            int pending) {
        super(dispatcher, set, client, attachment, particulars, pending);
    }

    /** Whether the client was told of a buffer, or given the job, before the grant. */
    final boolean isTold() {
        HandOver hand = handOver();
        return told || hand != null && hand.isHanded();
    }

    /** As {@link #beginNotice}; from then on the client has to be fenced off if others end it. */
    final boolean beginTelling() {
        told = true;
        return beginNotice();
    }

    /** Tells an observer, if there is one, that an access is owned. */
    void observeAvailable(@Nullable Entry entry) {
        Observation observation = observation();
        if (observation != null && entry != null && !isEnding()) {
            observation.available(job(), entry.queue);
            entry.mark(Entry.TOLD);
        }
    }

    final void fenceOff(Client owner) {
        Signalling section = Signalling.begin(); // the hung device's fence must not be waited for
        try {
            owner.fenceOff(job());
        } catch (
                Throwable thrown) { // the buffers must go on, whatever the late owner's driver does
            Signalling.report(thrown);
        } finally {
            section.close();
        }
    }

    /**
     * Fences the client off, takes its ways to the buffers, and only when no access through them is
     * under way any more goes on, perhaps on the thread of the last one.
     */
    final void fenceOff(@Nullable Client owner, Runnable then) {
        if (owner != null) { // else a closing has done so, and ended the job
            fenceOff(owner);
        }
        Particulars now = particulars();
        if (now == null) {
            then.run();
        } else {
            now.revokeUses().whenComplete((none, impossible) -> then.run());
        }
    }

    /** Has hardware that orders itself, if it gets the job, tell of its end without delay (S12). */
    final void haveTold() {
        HandOver hand = handOver();
        if (hand != null) {
            hand.enableSignaling(job());
        }
    }

    final void because(@Nullable Throwable reason) {
        if (reason != null) {
            particularsMade().because(reason);
        }
    }

    /** After the end was decided: marks the buffers, tells the observer, then lets it take effect. */
    final void conclude(End end, boolean owned) {
        if (prepare(end, owned, false)) {
            leave();
        }
    }

    /**
     * Keeps a job whose end is decided, and that still waits to be placed, from being placed.
     *
     * @return whether the caller is to drop the job's guard when the end is in effect
     */
    final boolean giveUp() {
        Particulars now = particulars();
        if (now == null || now.deferral == null) {
            return false;
        }
        boolean mine = now.deferral.giveUp();
        if (!now.deferral.isPlacing()) {
            wantNothing(); // also for another who gave it up and did not come to this yet
        }
        return mine;
    }

    /**
     * Lets an end that is decided take effect, on behalf of a thread that seems to be stopped before
     * that: in a notice, in fencing off, in marking. Not if it is stopped inside the observer, which
     * must have heard of the end before; nor inside an access to a buffer, which cannot go on under
     * it (B12).
     */
    final void concludeForOther() {
        End end = decidedEnd();
        if (end == null || isOver()) {
            return;
        }
        boolean unplaced = giveUp();
        Client owner = owner();
        boolean owned = isTold() || end.outcome != Outcome.CANCELLED && lacksNothing();
        if (!owned || owner == null) {
            concludeForOther(end, owned, unplaced);
        } else if (end == End.COMPLETED) { // by the client itself, which keeps its mappings
            fenceOff(owner);
            concludeForOther(end, true, unplaced);
        } else {
            fenceOff(owner, () -> concludeForOther(end, true, unplaced));
        }
    }

    private void concludeForOther(End end, boolean owned, boolean unplaced) {
        if (end.poisons() && particularsMade().cause() == null) {
            Throwable known = particularsMade().objection;
            because(known != null ? known : new IllegalStateException("ended by a stopped thread"));
        }
        if (prepare(end, owned, true)) {
            takeEffect();
        }
        if (unplaced) {
            job().endSubmit(0);
        }
    }

    /** Marks the buffers and tells the observer; false if another thread tells, and goes on. */
    private boolean prepare(End end, boolean owned, boolean closing) {
        Throwable reason = causeOf(end);
        if (owned && (end == End.COMPLETED || reason != null)) {
            mark(reason);
        }
        Particulars now = particulars();
        if (now == null || now.observation == null) {
            return true;
        }
        Observation observation = now.observation;
        boolean placing = now.isUntold() && Predecessors.areOpen(job());
        long[] predecessors = now.isUntold() && !placing ? Predecessors.of(job()) : null;
        switch (now.claimEnd(placing, closing)) {
            case ALL -> {
                observation.submitted(job(), Objects.requireNonNull(predecessors));
                tellEnd(now, observation, end);
            }
            case END -> tellEnd(now, observation, end);
            case OTHERS -> {
                return false;
            }
            case TOLD -> {}
        }
        return true;
    }

    private void tellEnd(Telling telling, Observation observation, End end) {
        observation.ended(job(), end, causeOf(end));
        if (telling.endTold()) {
            takeEffect();
        }
    }

    private @Nullable Throwable causeOf(End end) {
        Particulars now = end.poisons() ? particulars() : null;
        return now == null ? null : now.cause();
    }

    /**
     * Tells the end that was decided while this thread told something else.
     *
     * @return what lets it take effect
     */
    final Runnable tellEndDue(Particulars now) {
        End end = Objects.requireNonNull(decidedEnd());
        Objects.requireNonNull(now.observation).ended(job(), end, causeOf(end));
        return now.endTold() ? this::takeEffect : this::leave; // instead of who decided it
    }

    /** Poisons what this job owns exclusively, or clears it of poison (S15). */
    private void mark(@Nullable Throwable poison) {
        AccessSet now = accessesNow();
        for (int i = 0; i < now.orderedCount(); i++) {
            SyncQueue queue = now.queue(i);
            SyncQueue.Poison seen = queue.poisonNow(); // before it is asked whether it is owned
            Entry entry = poison == null ? entryIfAny(i) : entryAt(now, i);
            if (isOver()) {
                return; // a closing has marked them and let the job end, as this thread was stopped
            }
            int bits = entry == null ? Entry.EVERYTHING_OVER : entry.bits();
            int kept = bits & (Entry.SHARED | Entry.WATCH);
            if (now.isShared(i) || kept != 0 || !Entry.isPermitted(bits)) {
                continue;
            }
            if (poison == null && (bits & Entry.OVER) == 0) {
                queue.absolve(seen); // also for one who is ending this access, and did not yet
            } else if (poison != null
                    && entry != null
                    && (entry.mark(Entry.ENDING) & Entry.ENDING) == 0) {
                dispatcher().seePoison();
                queue.poison(poison);
            }
        }
    }

    /**
     * Lets go of everything. What the job pointed at is dropped first: an ended job stays reachable
     * from an idle queue, its buffers and client must not.
     */
    @Override
    void finish() {
        Particulars now = particulars();
        if (accessesNow().orderedCount() == 0 || (now != null && now.accessesEnded() > 0)) {
            dispatcher().admission().forget(job());
        }
        Client owner = forgetOwner();
        if (owner instanceof Mailbox mailbox) {
            mailbox.ended();
        }
        leaveQueues();
        if (now != null) {
            now.succeededBy = null;
            Succession endedBy = now.options.endedBy();
            if (endedBy != null && hasEndedUngranted()) {
                Delivery.ofThisThread().add(endedBy::relink);
            }
            CompletableFuture<Ending> asked = now.finish(job());
            if (asked != null) {
                Ending ending = Objects.requireNonNull(job().ending());
                Delivery.ofThisThread().add(() -> asked.complete(ending));
            }
            if (isSettled()) {
                settled();
            }
            Delivery.ofThisThread().deliver();
        }
    }

    /** Of a job that is over. What failed may look granted when all ahead of it are over, too. */
    final boolean hasEndedUngranted() {
        Outcome outcome = Objects.requireNonNull(end()).outcome;
        return outcome == Outcome.CANCELLED || outcome == Outcome.FAILED && !lacksNothing();
    }

    /** The fence signals when the operation at hand is done, as its callbacks are users' code. */
    @Override
    void settled() {
        Particulars now = particulars();
        JobFence fence = now == null ? null : now.outFence;
        if (fence != null) {
            Ending ending = Objects.requireNonNull(job().ending());
            Delivery.ofThisThread().add(() -> fence.end(ending));
        }
    }

    /**
     * Lets a watch, which the laws do not know of, stand for the job ahead of it: who stands behind
     * the watch stands behind that.
     */
    final void standInFor(@Nullable Place ahead) {
        particularsMade().id = Predecessors.idOf(ahead);
    }

    /** Notes, for a watch, in what state all that is ahead has left the buffer. */
    final void watchPoison(@Nullable Throwable poison) {
        particularsMade().watch(poison);
    }

    /** Tells an observer, if there is one, of the job's places. */
    final void observeSubmitted(@Nullable Entry[] entries) {
        Particulars now = particulars();
        if (now != null && now.observation != null) {
            long[] predecessors = new long[entries.length];
            for (int i = 0; i < entries.length; i++) {
                predecessors[i] =
                        Predecessors.idOf(Objects.requireNonNull(entries[i]).prev());
            }
            if (now.beginSubmitted()) {
                now.observation.submitted(job(), predecessors);
                if (now.isEndDue()) {
                    tellEndDue(now).run();
                }
            }
        }
    }
}
