package dev.baton.engine;

import dev.baton.fence.Signalling;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The hand-over of one job to hardware that orders itself (S12).
 *
 * <p>When each access is owned, or all ahead of it on its queue is over or handed over to the same
 * domain (the bit HANDED_OVER of {@link Entry}), the client is given the job. When that call has
 * returned those behind hear of it. The grant goes its own way beside this: it counts ends only.
 *
 * <p><b>Invariant.</b> An entry with HANDED_OVER has nothing ahead that is neither over nor has a
 * semaphore, which is what is read when it is handed over itself.
 */
final class HandOver extends Particulars {
    private static final int WAITING = 0;
    private static final int GIVEN_UP = 1;
    private static final int HANDED = 2;
    private static final int DONE = 3;
    private static final int ENDED_AT_GRANT = 4;

    private static final VarHandle MISSING;
    private static final VarHandle TURN;
    private static final VarHandle SEMAPHORE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            MISSING = lookup.findVarHandle(HandOver.class, "missing", int.class);
            TURN = lookup.findVarHandle(HandOver.class, "turn", int.class);
            SEMAPHORE = lookup.findVarHandle(HandOver.class, "semaphore", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final HardwareDomain<?> domain;

    /** Accesses that keep it from an early hand-over, and one more for submit. Written: atomically. */
    private int missing;

    /** One of the above. Written: by CAS, or by the thread that tells of the grant. */
    private int turn;

    /** Of a job in the hands of its client and not over. Read and written: volatile. */
    private @Nullable Object semaphore;

    /** Somebody waits for its end whom its semaphore does not tell. From false to true. */
    private volatile boolean awaited;

    /** What the hardware has failed with. Written before it is DONE. */
    private @Nullable Throwable failure;

    HandOver(
            HardwareDomain<?> domain,
            JobOptions options,
            @Nullable Observation observation,
            long id,
            @Nullable Timers timers,
            List<FenceWait> waits) {
        super(options, observation, id, timers, waits);
        this.domain = domain;
        this.awaited = options.outFence();
    }

    /** What must come true; of a job whose end or grant is not by its predecessors alone, never. */
    void await(int pending) {
        missing = pending + (options.expiryNanos() == Long.MAX_VALUE ? 1 : 2);
    }

    /** Whether semaphores tell it all: not if its grant begins a hold, or its hand-over waits for that. */
    boolean isToldByHardware() {
        return waitsBeside() == 0
                && options.expiryNanos() == Long.MAX_VALUE
                && options.hold() == null;
    }

    /** Has the client tell of the job's end at once, now that somebody waits for that. */
    void enableSignaling(Job job) {
        awaited = true;
        tellAwaited(job);
    }

    @SuppressWarnings("unchecked") // a domain has one type of semaphores
    private void tellAwaited(Job job) {
        Object mine = SEMAPHORE.getVolatile(this);
        Client owner = job.client();
        if (mine != null && owner != null) {
            Signalling section = Signalling.begin();
            try {
                ((HardwareClient<Object>) owner).enableSignaling(mine);
            } catch (Throwable thrown) {
                Signalling.report(thrown);
            } finally {
                section.close();
            }
        }
    }

    /** Its hardware is done with it: it ends now, or at its grant. False if that is late. */
    boolean complete(Job job, @Nullable Throwable error) {
        if ((int) TURN.getVolatile(this) == HANDED) {
            failure = error;
        }
        // Decides:   that it ends so, at its grant at the latest.
        // Needs:     that its client has it.
        // Won:       DONE is written once.
        // Lost:      it was DONE before, or is not in hardware: late.
        // Orders:    failure, for who tells of the grant. That one reads this after the grant, we
        // the
        //            grant after this: one of the two ends it; if both try, one wins, and neither
        // is
        //            late.
        // Tested by: HandOverRaceTest#doneInHardwareEndsAtItsGrant.
        boolean won = TURN.compareAndSet(this, HANDED, DONE);
        boolean ended = won && job.isGranted() && endDone(job);
        return ended || won && isToEndAtGrant(job) || job.dispatcher().late();
    }

    private boolean isToEndAtGrant(Job job) {
        return !job.isEnding() || (int) TURN.getVolatile(this) == ENDED_AT_GRANT;
    }

    private boolean endDone(Job job) {
        return job.tryEndGranted(failure == null ? End.COMPLETED : End.FAILED, failure);
    }

    /** Counts what has come true; whether the job may be handed over early by this. */
    boolean countDown(int amount) {
        // Decides: who hands it over early. Won: one subtraction reaches 0. Orders: the returns of
        // the hand-overs ahead. Tested by: HandOverTest, HandOverRaceTest.
        return (int) MISSING.getAndAdd(this, -amount) == amount;
    }

    /**
     * Whether those behind it on a queue may be handed over, too. Behind an open-ended job only its
     * succession may: it ends by a job still to come, which an in-order ring might hold behind them.
     */
    boolean letsCome(SyncQueue queue) {
        return SEMAPHORE.getVolatile(this) != null && (options.endedBy() == null || isTurn(queue));
    }

    private boolean isTurn(SyncQueue queue) {
        return options.endedBy() != null && options.endedBy().queue() == queue;
    }

    boolean isHanded() {
        return (int) TURN.getVolatile(this) >= HANDED;
    }

    /** What to do to a job that waits, for a refusal. */
    static String whatEnds(Job job) {
        HandOver hand = job.handOver();
        return hand == null || !hand.isHanded()
                ? "cancel() ends it"
                : "report those first, or call complete(job, error) of domain " + hand.domain;
    }

    /** Before a job that waits is ended; false if its client has it. */
    boolean giveUp() {
        // Decides:   that it is not handed over before its grant.
        // Won:       an early hand-over expects WAITING, which never comes back.
        // Lost:      its client has it, and must be asked or fenced off.
        // Tested by: HandOverRaceTest#ofCancelAndHandOverExactlyOneWins.
        return (int) TURN.compareAndExchange(this, WAITING, GIVEN_UP) < HANDED;
    }

    private boolean begin(boolean granted) {
        if (granted && TURN.compareAndSet(this, GIVEN_UP, HANDED)) {
            return true; // who gave it up has lost
        }
        // Decides:   that the client has the job, and that nobody else cancels it.
        // Needs:     that nobody gave it up.
        // Won:       whoever cancels it expects WAITING, too.
        // Lost:      it was given up or handed over.
        // Orders:    nothing of the client's yet: it has not been called.
        // Tested by: HandOverRaceTest#ofCancelAndHandOverExactlyOneWins.
        return TURN.compareAndSet(this, WAITING, HANDED);
    }

    /** Gives the job to its client, unless that has it. In a delivery, with nothing held. */
    @SuppressWarnings("unchecked") // a domain has one type of semaphores
    void run(Job job) {
        Client owner = job.client();
        if (owner == null || job.isEnding()) {
            return; // ended meanwhile
        }
        HardwareClient<Object> client = (HardwareClient<Object>) owner;
        boolean granted = job.isGranted();
        if (granted && (int) TURN.getVolatile(this) == DONE) {
            TURN.setVolatile(this, ENDED_AT_GRANT); // before: who reported it may find it ended
            endDone(job);
            return;
        }
        List<Object> waits = granted ? List.of() : waits(job);
        boolean doubtful = options.onPoison() != PoisonPolicy.RUN;
        if (doubtful && !granted && job.poison() != null) {
            Awaited.haveAheadTell(job); // by a writer whose semaphore has passed: its grant decides
            return;
        }
        if (begin(granted)) {
            give(job, client, waits, granted);
        } else if (doubtful && granted && job.dispatcher().sawPoison()) {
            client.mayRun(job);
        }
    }

    private void give(Job job, HardwareClient<Object> client, List<Object> waits, boolean granted) {
        Object mine = client.handOver(job, waits);
        if (mine == null && !granted) {
            decline(job);
            return;
        }
        Objects.requireNonNull(mine, "semaphore");
        if (observation != null) {
            observation.handedOver(job, domain);
        }
        SEMAPHORE.setVolatile(this, mine);
        if (job.isOver()) {
            forgetSemaphore();
        } else if (awaited) {
            tellAwaited(job);
        }
        job.passOn();
    }

    /** The hardware has no room for it before its grant, which may have come meanwhile. */
    private void decline(Job job) {
        TURN.setVolatile(this, WAITING);
        if (job.isGranted()) {
            run(job); // who told of the grant took it for handed over
        } else {
            Awaited.haveAheadTell(job);
        }
    }

    /** What the accesses that are not owned yet have to wait for in hardware. */
    private List<Object> waits(Job job) {
        List<Object> waits = new ArrayList<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        AccessSet set = job.accessesNow();
        for (int i = 0; i < set.orderedCount(); i++) {
            Entry entry = job.entryIfAny(i);
            if (entry != null && !isTurn(set.queue(i)) && !Entry.isPermitted(entry.bits())) {
                Awaited.ahead(entry, ahead -> {
                    HandOver hand = ahead.handOver();
                    Object theirs = hand == null ? null : SEMAPHORE.getVolatile(hand);
                    if (theirs != null && seen.add(theirs)) { // without one it is over by now
                        waits.add(theirs);
                    }
                });
            }
        }
        return waits;
    }

    @Override
    @Nullable
    CompletableFuture<Ending> finish(Job job) {
        forgetSemaphore();
        return super.finish(job);
    }

    private void forgetSemaphore() {
        SEMAPHORE.setVolatile(this, null);
    }
}
