package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * From the grant of a job to its end: whose it is, and everything that must happen when it ends, in
 * this order: fence off a client that did not end it itself, mark the buffers (S15), tell the
 * observer, take effect, hand on.
 */
abstract sealed class Tenure extends Standing permits Job {
    private static final VarHandle PARTICULARS;

    static {
        try {
            PARTICULARS = MethodHandles.lookup()
                    .findVarHandle(Tenure.class, "particulars", Particulars.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Dispatcher dispatcher;
    private @Nullable Client client;
    private @Nullable Object attachment;

    private final boolean special;

    /** Read: volatile. Written: at creation, or once by CAS. */
    private @Nullable Particulars particulars;

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
    Tenure(
            Dispatcher dispatcher,
            AccessSet set,
            Client client,
            @Nullable Object attachment,
            @Nullable Particulars particulars,
            int pending) {
        super(set, pending, isChecked(particulars));
        this.dispatcher = dispatcher;
        this.client = client;
        this.attachment = attachment;
        this.particulars = particulars;
        this.special = particulars != null || client.isEager();
    }

    private static boolean isChecked(@Nullable Particulars particulars) {
        return particulars != null
                && (particulars.observation != null || particulars.options.isChecked());
    }

    final Dispatcher dispatcher() {
        return dispatcher;
    }

    final AccessSet accessesNow() {
        AccessSet now = setAcquire();
        return now == null ? AccessSet.empty() : now;
    }

    final @Nullable Client owner() {
        return client;
    }

    final @Nullable Object work() {
        return attachment;
    }

    @Override
    final Job job() {
        return (Job) this;
    }

    @Nullable
    final Particulars particulars() {
        return (Particulars) PARTICULARS.getVolatile(this);
    }

    final Particulars particularsMade() {
        Particulars now = particulars();
        if (now == null) {
            Particulars fresh = new Particulars(JobOptions.DEFAULT, null, 0, null);
            // Decides: which particulars all use. Lost: the winner's.
            now = (Particulars) PARTICULARS.compareAndExchange(this, null, fresh);
            now = now == null ? fresh : now;
        }
        return now;
    }

    @Nullable
    Observation observation() {
        Particulars now = particulars();
        return now == null ? null : now.observation;
    }

    final boolean isEager() {
        return special && isEager(client);
    }

    private static boolean isEager(@Nullable Client owner) {
        return owner != null && owner.isEager();
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

    @Override
    @Nullable
    End checkGrant() {
        Particulars now = Objects.requireNonNull(particulars());
        if (now.options.onPoison() != PoisonPolicy.RUN) {
            Throwable poison = job().poison();
            if (poison != null) {
                boolean skip = now.options.onPoison() == PoisonPolicy.SKIP;
                now.objection = skip ? null : poison;
                return skip ? End.SKIPPED : End.FAILED;
            }
        }
        if (now.observation != null && now.beginGranted()) {
            now.observation.granted(job());
            if (now.isEndDue()) {
                Delivery.ofThisThread().add(() -> leaveTold(now));
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
        Delivery.ofThisThread().add(() -> conclude(end, true));
    }

    /** The first access is owned, or all are: the hold begins (S16). */
    void startHold() {
        Particulars now = particulars();
        if (now != null && now.watchdog != null) {
            now.watchdog.start();
        }
    }

    /** Ends the job if it is granted. */
    boolean tryEndGranted(End end, @Nullable Throwable reason) {
        boolean inTwoSteps = reason != null || observation() != null || dispatcher.sawPoison();
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
        return particularsMade().accessesEnded.incrementAndGet() != count
                || isWaiting() // its grant ends it
                || endEmptied(count);
    }

    /**
     * Ends a granted job if all its accesses have ended one by one.
     *
     * @return whether they have, and nothing else ended the job
     */
    final boolean endIfEmptied() {
        Particulars now = particulars();
        int count = accessesNow().orderedCount();
        return now != null && count > 0 && now.accessesEnded.get() >= count && endEmptied(count);
    }

    private boolean endEmptied(int count) {
        // Decides: who ends it, the grant or the last access. Lost: the other does.
        return !particularsMade().accessesEnded.compareAndSet(count, count + 1)
                || tryEndGranted(End.COMPLETED, null);
    }

    /** Ends the job if it still waits. */
    boolean endWaiting(End end) {
        Client owner = client;
        Decision decision = decideWaiting(end, isEager(owner) || observation() != null);
        if (decision == Decision.OVER) {
            finish();
        } else if (decision == Decision.ENDING) {
            if (told && end != End.CALLER) {
                fenceOff(owner);
            }
            conclude(end, false);
        }
        return decision != Decision.LOST;
    }

    /** Ends the job, granted or not, because something went wrong: a callback, or its delivery. */
    boolean endFailed(Throwable reason) {
        return tryEndGranted(End.FAILED, reason) || failWaiting(reason, isEager());
    }

    private boolean failWaiting(Throwable reason, boolean owned) {
        boolean won = decideWaiting(End.FAILED, true) == Decision.ENDING;
        if (won) {
            because(reason);
            conclude(End.FAILED, owned);
        }
        return won;
    }

    /**
     * Takes the buffers from a client that does not give them back: fences it off, and only then
     * hands them on (S16).
     */
    boolean revoke(End end, Throwable reason) {
        Client owner = client;
        boolean granted = decideGranted(end, true) || decideChecked(end);
        if (!granted && decideWaiting(end, true) != Decision.ENDING) {
            return false;
        }
        because(reason);
        boolean owned = granted || told;
        if (owned) {
            fenceOff(owner);
        }
        conclude(end, owned);
        return true;
    }

    private void fenceOff(@Nullable Client owner) {
        try {
            Objects.requireNonNull(owner).fenceOff(job());
        } catch (
                Throwable thrown) { // the buffers must go on, whatever the late owner's driver does
            Delivery.report(thrown);
        }
    }

    private void because(@Nullable Throwable reason) {
        if (reason != null) {
            particularsMade().cause = reason;
        }
    }

    /** After the end was decided: marks the buffers, tells the observer, then lets it take effect. */
    private void conclude(End end, boolean owned) {
        if (prepare(end, owned)) {
            leave();
        }
    }

    /**
     * Lets an end that is decided take effect, on behalf of a thread that seems to be stopped before
     * that: in a notice, in fencing off, in marking. Not if it is stopped inside the observer, which
     * must have heard of the end before.
     */
    final void concludeForOther() {
        End end = decidedEnd();
        if (end == null || isOver()) {
            return;
        }
        Client owner = client;
        boolean owned = owner instanceof EagerClient || lacksNothing();
        if (owned && owner != null) {
            fenceOff(owner);
        }
        if (end.poisons() && particularsMade().cause == null) {
            because(new IllegalStateException("the thread that ended " + this + " was stopped"));
        }
        if (prepare(end, owned)) {
            takeEffect();
        }
    }

    /** Marks the buffers and tells the observer; false if another thread tells, and goes on. */
    private boolean prepare(End end, boolean owned) {
        Throwable reason = causeOf(end);
        if (owned && (end == End.COMPLETED || reason != null)) {
            mark(reason);
        }
        Particulars now = particulars();
        if (now == null || now.observation == null) {
            return true;
        }
        Observation observation = now.observation;
        long[] predecessors = now.isUntold() ? predecessorsFound() : null;
        return switch (now.claimEnd()) {
            case ALL -> {
                observation.submitted(job(), Objects.requireNonNull(predecessors));
                yield tellEnd(now, observation, end);
            }
            case END -> tellEnd(now, observation, end);
            case OTHERS -> false;
            case TOLD -> true;
        };
    }

    private boolean tellEnd(Telling telling, Observation observation, End end) {
        observation.ended(job(), end, causeOf(end));
        telling.endTold();
        return true;
    }

    private @Nullable Throwable causeOf(End end) {
        Particulars now = end.poisons() ? particulars() : null;
        return now == null ? null : now.cause;
    }

    /** Tells the end that was decided while this thread told something else. */
    private void leaveTold(Particulars now) {
        Observation observation = Objects.requireNonNull(now.observation);
        tellEnd(now, observation, Objects.requireNonNull(decidedEnd()));
        leave();
    }

    /** What the owner would tell of the job's places, if it were not stopped. */
    private long[] predecessorsFound() {
        Placement.help(job());
        AccessSet now = accessesNow();
        long[] predecessors = new long[now.orderedCount()];
        for (int i = 0; i < predecessors.length; i++) {
            Place at = now.queue(i).tailAcquire();
            while (at != null && at.job() != this) {
                at = Closing.before(at);
            }
            predecessors[i] = at instanceof Entry mine ? idOf(mine.prev()) : 0;
        }
        return predecessors;
    }

    private static long idOf(@Nullable Place place) {
        return place == null ? 0 : place.job().id();
    }

    /** Poisons what this job owns exclusively, or clears it of poison (S15). */
    private void mark(@Nullable Throwable poison) {
        AccessSet now = accessesNow();
        for (int i = 0; i < now.orderedCount(); i++) {
            SyncQueue queue = now.queue(i);
            SyncQueue.Poison seen = queue.poisonNow(); // before it is asked whether it is owned
            Entry entry = entryIfAny(i);
            if (isOver()) {
                return; // a closing has marked them and let the job end, as this thread was stopped
            }
            int bits = entry == null ? Entry.EVERYTHING_OVER : entry.bits();
            if (now.isShared(i) || (bits & Entry.SHARED) != 0 || !Entry.isPermitted(bits)) {
                continue;
            }
            if (poison == null && (bits & Entry.OVER) == 0) {
                queue.absolve(seen); // also for one who is ending this access, and did not yet
            } else if (poison != null && (bits & Entry.ENDING) == 0) {
                dispatcher.seePoison();
                queue.poison(poison);
            }
        }
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

    /**
     * Lets go of everything. What the job pointed at is dropped first: an ended job stays reachable
     * from an idle queue, its buffers and client must not.
     */
    @Override
    void finish() {
        Particulars now = particulars();
        if (accessesNow().orderedCount() == 0) {
            dispatcher.forget(job());
        }
        Client owner = client;
        client = null;
        attachment = null;
        if (owner instanceof Mailbox mailbox) {
            mailbox.ended();
        }
        leaveQueues();
        if (now != null) {
            now.succeededBy = null;
            CompletableFuture<Ending> asked = now.finish();
            if (asked != null) {
                Ending ending = Objects.requireNonNull(job().ending());
                Delivery.ofThisThread().add(() -> asked.complete(ending));
                Delivery.ofThisThread().deliver();
            }
        }
    }

    /** Whether there is more to do for it than to place it and tell its client. */
    final boolean isSpecial() {
        return special;
    }

    /** Names what ends this open-ended job, unless it is over; null for nothing yet. */
    final void succeedBy(@Nullable Job next) {
        Particulars now = particularsMade();
        now.succeededBy = next;
        if (isOver()) {
            now.succeededBy = null;
        }
    }

    /**
     * Lets a watch, which the laws do not know of, stand for the job ahead of it: who stands behind
     * the watch stands behind that.
     */
    final void standInFor(@Nullable Place ahead) {
        particularsMade().id = idOf(ahead);
    }

    /** Tells an observer, if there is one, of the job's places. */
    final void observeSubmitted(@Nullable Entry[] entries) {
        Particulars now = particulars();
        if (now != null && now.observation != null) {
            long[] predecessors = new long[entries.length];
            for (int i = 0; i < entries.length; i++) {
                predecessors[i] = idOf(Objects.requireNonNull(entries[i]).prev());
            }
            if (now.beginSubmitted()) {
                now.observation.submitted(job(), predecessors);
                if (now.isEndDue()) {
                    leaveTold(now);
                }
            }
        }
    }

    /** Starts what is to happen at a time. By the owner, before the guard is dropped. */
    final void startTimers() {
        Particulars now = particulars();
        if (now != null) {
            try {
                now.start(job());
            } catch (Throwable thrown) { // placed as it is, it must not wait for no timer
                failWaiting(thrown, false);
            }
        }
    }
}
