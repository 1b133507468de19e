package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;

/**
 * One submitted job: its place in the queues, its ownership of the buffers, and its end.
 *
 * <p>The job is its own handle and is never recycled: whoever still has it after its end can do
 * nothing to its successors. An ended job remembers its dispatcher, id, outcome and cause, and no
 * queue, client, attachment or other job.
 *
 * <p><b>Threading:</b> every method, from any thread. <b>Memory:</b> what happens before an end of
 * this job, or of one access of it, happens-before the grant of every job that waited for it.
 * <b>Progress:</b> lock-free; a call that ends the job also tells the clients of jobs that this
 * lets go, on the calling thread (S18).
 *
 * @since 0.1
 */
public final class Job extends Lifecycle {
    private static final VarHandle PLACED;
    private static final VarHandle SET;
    private static final VarHandle ACCESSES_ENDED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PLACED = lookup.findVarHandle(Job.class, "placed", boolean.class);
            SET = lookup.findVarHandle(Job.class, "set", AccessSet.class);
            ACCESSES_ENDED = lookup.findVarHandle(Job.class, "accessesEnded", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Dispatcher dispatcher;
    private final long id;
    private final boolean openEnded;

    /** Inserted in all its queues. Read: acquire. Written: release, by owner or helpers. */
    private boolean placed;

    /** Accesses ended one by one. Written: atomically, by those who end them. */
    private int accessesEnded;

    /** Read: acquire by helpers, plainly by those who own the job. Written: null by finish. */
    private @Nullable AccessSet set;

    private @Nullable Client client;
    private @Nullable Object attachment;

    /**
     * One per ordered access. Written: by the owner before it links the first one, so whoever comes
     * through a link reads it plainly; null by finish.
     */
    @Nullable
    Entry @Nullable [] entries;

    /**
     * What helpers placed, from index 1; null until one comes. Read plainly by the owner once it saw
     * placed. Written: as {@link Placement} says.
     */
    @Nullable
    Entry @Nullable [] helped;

    private @Nullable Throwable cause;

    Job(
            Dispatcher dispatcher,
            long id,
            AccessSet set,
            Client client,
            @Nullable Object attachment,
            JobOptions options) {
        super(set.orderedCount(), dispatcher.observation() != null);
        this.dispatcher = dispatcher;
        this.id = id;
        this.set = set;
        this.client = client;
        this.attachment = attachment;
        this.openEnded = options.openEnded();
        this.placed = set.orderedCount() <= 1;
    }

    /**
     * The job's number for events and reports.
     *
     * @return a number rising from 1 per dispatcher, or 0 if the dispatcher has no observer: ids
     *     are drawn only when somebody listens
     */
    public long id() {
        return id;
    }

    /**
     * What the job wants or owns.
     *
     * @return the set, or the empty set after the job's end
     */
    public AccessSet accesses() {
        AccessSet now = setAcquire();
        return now == null ? AccessSet.empty() : now;
    }

    /**
     * Who is granted the job.
     *
     * @return the client, null after the job's end
     */
    public @Nullable Client client() {
        return client;
    }

    /**
     * What the submitter attached: the work to do.
     *
     * @return the attachment, null if there was none and after the job's end
     */
    public @Nullable Object attachment() {
        return attachment;
    }

    /**
     * Whether the job is held until its client says so (S20).
     *
     * @return as in its {@link JobOptions}
     */
    public boolean openEnded() {
        return openEnded;
    }

    /**
     * Whether the client owns all buffers now.
     *
     * @return true from the grant to the end
     */
    public boolean isGranted() {
        return isOwned();
    }

    /**
     * How the job ended.
     *
     * @return the outcome, null while the job waits or is owned
     */
    public @Nullable Outcome outcome() {
        return ended();
    }

    /**
     * Why the job failed.
     *
     * @return the cause of a FAILED job, otherwise null
     */
    public @Nullable Throwable cause() {
        return outcome() == Outcome.FAILED ? cause : null;
    }

    /**
     * Ends the job COMPLETED and hands all buffers it still owns to those behind it (S5).
     *
     * @return true if this call ended it; false if something else had, which is counted as {@link
     *     Dispatcher#lateReleases() late} and has no effect
     * @throws RefusedException (S5) if the job is not granted yet: {@link #cancel()} ends it then
     */
    public boolean release() {
        return endGranted(Outcome.COMPLETED, null);
    }

    /**
     * Ends the job FAILED and hands all buffers on.
     *
     * @param reason what went wrong; kept as {@link #cause()}
     * @return as {@link #release()}
     * @throws RefusedException (S5) if the job is not granted yet
     */
    public boolean fail(Throwable reason) {
        return endGranted(Outcome.FAILED, Objects.requireNonNull(reason, "reason"));
    }

    /**
     * Ends one access of the granted job; the others stay owned. The end of the last one ends the
     * job COMPLETED (S5).
     *
     * @param queue a queue that the job's set names SHARED or EXCLUSIVE
     * @return true if this call ended the access; false if it or the job had ended before, counted
     *     as late
     * @throws RefusedException (S5) if the job is not granted yet or has no such access
     */
    public boolean release(SyncQueue queue) {
        AccessSet now = setAcquire();
        @Nullable Entry @Nullable [] mine = entries;
        if (now == null || mine == null || isEnding()) {
            return dispatcher.late();
        }
        refuseBeforeGrant();
        int index = now.indexOf(queue);
        if (index < 0) {
            throw new RefusedException("S5", this + " has no access to release on " + queue);
        }
        Entry entry = Objects.requireNonNull(mine[index]);
        if ((entry.mark(Entry.ENDING) & Entry.ENDING) != 0 || isEnding()) {
            return dispatcher.late(); // another ends the access, or the job and so all of them
        }
        Observation observation = dispatcher.observation();
        if (observation != null) {
            observation.accessReleased(this, queue);
        }
        entry.mark(Entry.OVER);
        boolean counted = entry.passOn();
        boolean last = (int) ACCESSES_ENDED.getAndAdd(this, 1) == mine.length - 1;
        // The end of the last access is an end of the job: of racing ones, only one may win.
        boolean won = !last || tryEndGranted(Outcome.COMPLETED, null) || dispatcher.late();
        if (counted) {
            Delivery.ofThisThread().deliver();
        }
        return won;
    }

    /**
     * Withdraws the job before its grant. It ends CANCELLED at once and those behind it move up,
     * readers included (S14).
     *
     * @return true if this call ended it; false if its grant or another end came first. Under an
     *     observer a grant is told before it counts: until then {@link #isGranted} is false and
     *     {@link #release} refuses, though cancel has lost already
     */
    public boolean cancel() {
        return endWaiting(Outcome.CANCELLED, CancelReason.CALLER);
    }

    @Override
    public String toString() {
        Client owner = client;
        return (id == 0 ? "job" : "job " + id) + (owner == null ? "" : " (" + owner.name() + ")");
    }

    boolean isPlaced() {
        return (boolean) PLACED.getAcquire(this);
    }

    void setPlaced() {
        PLACED.setRelease(this, true);
    }

    boolean isObserved() {
        return dispatcher.observation() != null;
    }

    @Nullable
    AccessSet setAcquire() {
        return (AccessSet) SET.getAcquire(this);
    }

    RefusedException refuseClosed(SyncQueue queue) {
        return new RefusedException("S4", this + " names " + queue + ", which is closed");
    }

    /** Tells an observer, if there is one, of the job's places. */
    void observeSubmitted(@Nullable Entry @Nullable [] before) {
        Observation observation = dispatcher.observation();
        if (observation != null) {
            observation.submitted(this, Objects.requireNonNull(entries).length, before);
        }
    }

    /** Tells an observer, if there is one, that an access is owned. */
    void observeAvailable(int index) {
        Observation observation = dispatcher.observation();
        AccessSet now = setAcquire();
        if (observation != null && now != null && !isOver()) {
            observation.available(this, now.queue(index));
        }
    }

    /** As {@link #observeAvailable(int)}, for whoever knows only the entry: a predecessor's end. */
    void observeAvailable(Entry entry) {
        @Nullable Entry @Nullable [] mine = entries;
        if (isObserved() && mine != null) {
            observeAvailable(Arrays.asList(mine).indexOf(entry));
        }
    }

    @Override
    void announceGrant() {
        Objects.requireNonNull(dispatcher.observation()).granted(this);
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

    private boolean endGranted(Outcome outcome, @Nullable Throwable reason) {
        // A grant between the two questions is no end: ask again, at most once, as it comes once.
        while (!tryEndGranted(outcome, reason)) {
            refuseBeforeGrant();
            if (isEnding()) {
                return dispatcher.late();
            }
        }
        return true;
    }

    /** Ends the job if it is granted: completed, or failed for a reason. */
    boolean tryEndGranted(Outcome outcome, @Nullable Throwable reason) {
        boolean inTwoSteps = isObserved() || reason != null;
        if (!decideGranted(outcome, inTwoSteps)) {
            return false;
        }
        if (inTwoSteps) {
            cause = reason;
            conclude(outcome, null);
        } else {
            finish();
        }
        return true;
    }

    /** Ends the job if it still waits: cancelled, or a blocking acquire timed out. */
    boolean endWaiting(Outcome outcome, @Nullable CancelReason reason) {
        boolean inTwoSteps = isObserved();
        Decision decision = decideWaiting(outcome, inTwoSteps);
        if (decision == Decision.LOST) {
            return false;
        }
        if (inTwoSteps) {
            conclude(outcome, reason);
        } else if (decision == Decision.WON) {
            finish();
        }
        return true;
    }

    /** After the end was decided: tells the observer, then makes it take effect. */
    private void conclude(Outcome outcome, @Nullable CancelReason reason) {
        Observation observation = dispatcher.observation();
        if (observation != null) {
            observation.ended(this, outcome, reason, cause);
        }
        if (takeEffect()) {
            finish();
        }
    }

    /**
     * Lets go of everything, and passes permissions on behind every access. What the job pointed at
     * is dropped first: an ended job stays reachable from an idle queue, its buffers and client
     * must not.
     */
    private void finish() {
        @Nullable Entry @Nullable [] mine = Objects.requireNonNull(entries);
        entries = null;
        client = null;
        attachment = null;
        SET.setRelease(this, null);
        boolean counted = false;
        for (Entry entry : mine) {
            counted |= Objects.requireNonNull(entry).passOn();
        }
        if (counted) {
            Delivery.ofThisThread().deliver();
        }
    }

    private void refuseBeforeGrant() {
        if (isWaiting()) {
            throw new RefusedException("S5", this + " is not granted yet; cancel() ends it");
        }
    }
}
