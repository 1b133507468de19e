package dev.baton.engine;

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

    HandOver(
            HardwareDomain<?> domain,
            JobOptions options,
            @Nullable Observation observation,
            long id,
            @Nullable Timers timers,
            List<FenceWait> waits) {
        super(options, observation, id, timers, waits);
        this.domain = domain;
    }

    /** What must come true; of a job whose end or grant is not by its predecessors alone, never. */
    void await(int pending) {
        missing = pending + (options.expiryNanos() == Long.MAX_VALUE ? 1 : 2);
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
        return (int) TURN.getVolatile(this) == HANDED;
    }

    /** Before a job that waits is ended; false if its client has it. */
    boolean giveUp() {
        // Decides:   that it is not handed over before its grant.
        // Won:       an early hand-over expects WAITING, which never comes back.
        // Lost:      its client has it, and must be asked or fenced off.
        // Tested by: HandOverRaceTest#ofCancelAndHandOverExactlyOneWins.
        return (int) TURN.compareAndExchange(this, WAITING, GIVEN_UP) != HANDED;
    }

    private boolean begin(boolean granted) {
        if (granted) {
            return (int) TURN.getAndSet(this, HANDED) != HANDED; // who gave it up has lost
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
        List<Object> waits = granted ? List.of() : waits(job);
        boolean doubtful = options.onPoison() != PoisonPolicy.RUN;
        if (doubtful && !granted && job.poison() != null) {
            return; // by a writer whose semaphore has passed: its grant decides
        }
        if (begin(granted)) {
            give(job, client, waits);
        } else if (doubtful && granted && job.dispatcher().sawPoison()) {
            client.mayRun(job);
        }
    }

    private void give(Job job, HardwareClient<Object> client, List<Object> waits) {
        Object mine = Objects.requireNonNull(client.handOver(job, waits), "semaphore");
        if (observation != null) {
            observation.handedOver(job, domain);
        }
        SEMAPHORE.setVolatile(this, mine);
        if (job.isOver()) {
            forgetSemaphore();
        }
        job.passOn();
    }

    /** What the accesses that are not owned yet have to wait for in hardware. */
    private List<Object> waits(Job job) {
        List<Object> waits = new ArrayList<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        AccessSet set = job.accessesNow();
        for (int i = 0; i < set.orderedCount(); i++) {
            Entry entry = job.entryIfAny(i);
            if (entry != null && !isTurn(set.queue(i)) && !Entry.isPermitted(entry.bits())) {
                addAhead(entry, seen, waits);
            }
        }
        return waits;
    }

    /** The nearest exclusive access ahead, and of an exclusive one the shared ones up to that. */
    private static void addAhead(Entry entry, Set<Object> seen, List<Object> waits) {
        boolean shared = entry.has(Entry.SHARED);
        for (Place at = entry.prev(); at != null; at = Closing.before(at)) {
            boolean reader = Waits.isShared(at, entry.queue);
            if (Waits.isOver(at) || shared && reader) {
                continue;
            }
            HandOver ahead = at.job().handOver();
            Object theirs = ahead == null ? null : SEMAPHORE.getVolatile(ahead);
            if (theirs != null && seen.add(theirs)) { // without one it is over by now
                waits.add(theirs);
            }
            if (!reader) {
                return;
            }
        }
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
