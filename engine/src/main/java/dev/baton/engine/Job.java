package dev.baton.engine;

import dev.baton.buffers.Revocable;
import dev.baton.fence.Fence;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * One submitted job: its place in the queues, its ownership of the buffers, and its end.
 *
 * <p>The job is its own handle and is never recycled: whoever still has it after its end can do
 * nothing to its successors. An ended job remembers its dispatcher, options, id, ending and cause,
 * and no queue, client or attachment.
 *
 * <p><b>Threading:</b> every method, from any thread. <b>Memory:</b> what happens before an end of
 * this job, or of one access of it, happens-before the grant of every job that waited for it.
 * <b>Progress:</b> lock-free; a call that ends the job also tells the clients of jobs that this
 * lets go, on the calling thread (S18).
 *
 * @since 0.1
 */
public final class Job extends Tenure {
    Job(
            Dispatcher dispatcher,
            AccessSet set,
            Client client,
            @Nullable Object attachment,
            @Nullable Particulars particulars,
            int pending) {
        super(dispatcher, set, client, attachment, particulars, pending);
    }

    /**
     * The job's number for events and reports.
     *
     * @return a number rising from 1 per dispatcher, or 0 if the dispatcher has no observer: ids
     *     are drawn only when somebody listens
     */
    public long id() {
        Particulars now = particulars();
        return now == null ? 0 : now.id;
    }

    /**
     * What the job wants or owns.
     *
     * @return the set, or the empty set after the job's end
     */
    public AccessSet accesses() {
        return accessesNow();
    }

    /**
     * Who is granted the job.
     *
     * @return the client, null after the job's end
     */
    public @Nullable Client client() {
        return owner();
    }

    /**
     * What the submitter attached: the work to do.
     *
     * @return the attachment, null if there was none and after the job's end
     */
    public @Nullable Object attachment() {
        return work();
    }

    /**
     * What the job asked for beside its buffers: its deadline, for one.
     *
     * @return the options it was submitted with
     */
    public JobOptions options() {
        Particulars now = particulars();
        return now == null ? JobOptions.DEFAULT : now.options;
    }

    /**
     * Whether the job is held until the next of its succession is granted (S20).
     *
     * @return as in its {@link JobOptions}
     */
    public boolean openEnded() {
        return options().endedBy() != null;
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
        End now = end();
        return now == null ? null : now.outcome;
    }

    /**
     * What went wrong.
     *
     * @return the cause of a job that ended FAILED, ABANDONED, or TIMED_OUT by its watchdog;
     *     otherwise null
     */
    public @Nullable Throwable cause() {
        Particulars now = particulars();
        return now == null || !isOver() ? null : now.cause();
    }

    /**
     * How the job ended, and why.
     *
     * @return the ending, null while the job waits or is owned
     */
    public @Nullable Ending ending() {
        End now = end();
        return now == null ? null : new Ending(now.outcome, now.reason, cause());
    }

    /**
     * Tells of the end, whatever it is.
     *
     * <p>What hangs on the stage runs like a callback: on the thread that ends the job, holding
     * nothing, after what that thread is telling; or at once on the calling one if it is over. Hardware
     * that orders itself is asked to tell of the end without delay (S12).
     *
     * @return a stage that completes with the ending, once and never exceptionally
     */
    public CompletionStage<Ending> whenEnded() {
        CompletionStage<Ending> stage = particularsMade().ended(this);
        haveTold();
        return stage;
    }

    /**
     * The job's end as a fence, for explicit sync: of a job that completed it signals when the job
     * ends, of any other with an error. A job that is withdrawn while it waits ends at once, and this
     * signals only when all it waited for is over too (S14): who runs behind the fence must not run
     * before those. So until then the job's place is remembered.
     *
     * <p>It is asked for at the submission, as with {@code execbuf} and atomic commits.
     *
     * @return the fence, always the same
     * @throws RefusedException (S14) if the job was submitted without {@link
     *     JobOptions#withOutFence()}
     */
    public Fence outFence() {
        Particulars now = particulars();
        if (now == null || now.outFence == null) {
            throw new RefusedException("S14", this + " was submitted without an out-fence");
        }
        return now.outFence;
    }

    /**
     * When somebody would like the job to be done: its own deadline or an earlier hint of those that
     * wait for it (S11).
     *
     * @return a time of the dispatcher's timers; {@link Long#MAX_VALUE} for none
     */
    public long deadlineNanos() {
        Particulars now = particulars();
        return now == null ? Long.MAX_VALUE : now.deadlineNanos();
    }

    /**
     * Whether the job stands for foreign work: it is never granted, and ends when a fence says so
     * (S10).
     *
     * @return true for what {@link Dispatcher#importFence} has returned, until its end
     */
    public boolean isForeign() {
        return isForeignWork();
    }

    /**
     * Ends the job COMPLETED and hands all buffers it still owns to those behind it (S5).
     *
     * @return true if this call ended it; false if something else had, which is counted as {@link
     *     Dispatcher#lateReleases() late} and has no effect
     * @throws RefusedException (S5) if the job is not granted yet: {@link #cancel()} ends it then, or of a
     *     job in hardware {@link HardwareDomain#complete}
     */
    public boolean release() {
        return endGranted(End.COMPLETED, null);
    }

    /**
     * Ends the job FAILED and hands all buffers on, those it owns exclusively poisoned (S15).
     *
     * @param reason what went wrong; kept as {@link #cause()} and as the queues' poison
     * @return as {@link #release()}
     * @throws RefusedException (S5) if the job is not granted yet
     */
    public boolean fail(Throwable reason) {
        return endGranted(End.FAILED, Objects.requireNonNull(reason, "reason"));
    }

    /**
     * Ends one access as soon as it is owned, also before the grant, in any order; the others stay.
     * The end of the last one ends the job COMPLETED, at its grant at the earliest (S5).
     *
     * @param queue a queue that the job's set names SHARED or EXCLUSIVE
     * @return true if this call ended the access; false if it or the job had ended before, counted
     *     as late
     * @throws RefusedException (S5) if the access is not owned yet, which under an observer it is
     *     when that was told; or if the job has no such access
     */
    public boolean release(SyncQueue queue) {
        int count = accessesNow().orderedCount();
        Entry entry = ownedEntry(queue);
        SyncQueue.Poison seen = queue.poisonNow(); // before it is asked whether the job is ending
        if (entry == null || isOver() || (entry.mark(Entry.ENDING) & Entry.ENDING) != 0) {
            return dispatcher().late(); // another ends the access, or the job and so all of them
        }
        Observation observation = observation();
        if (observation != null) {
            observation.accessReleased(this, queue);
        }
        if (!entry.has(Entry.SHARED)) {
            queue.absolve(seen);
        }
        entry.mark(Entry.OVER);
        boolean won = endedOne(count);
        passOnBehind(entry);
        return won || dispatcher().late();
    }

    /** Ends one access of foreign work that has failed, which is marked as ending. */
    void endAccess(Entry entry) {
        Observation observation = observation();
        if (observation != null) {
            observation.accessReleased(this, entry.queue);
        }
        entry.mark(Entry.OVER);
        passOnBehind(entry);
    }

    /**
     * Turns an exclusive access that is owned into a shared one: readers behind it may go, and the
     * client keeps reading (S5). There is no way back: two readers that both wait to become writers
     * would wait for each other.
     *
     * @param queue a queue that the job's set names EXCLUSIVE
     * @return true if the access is shared by this call; false if it, or the job, has ended or it
     *     was shared before
     * @throws RefusedException (S5) if the access is not owned yet or the job has no such access
     */
    public boolean downgrade(SyncQueue queue) {
        Entry entry = ownedEntry(queue);
        SyncQueue.Poison seen = queue.poisonNow(); // as above
        int settled = Entry.ENDING | Entry.SHARED | Entry.DOWNGRADING;
        if (entry == null || (entry.mark(Entry.DOWNGRADING) & settled) != 0 || isEnding()) {
            return false;
        }
        Observation observation = observation();
        if (observation != null) {
            observation.downgraded(this, queue);
        }
        queue.absolve(seen);
        entry.mark(Entry.SHARED);
        Tally tally = new Tally();
        entry.passOn(tally);
        tally.deliver();
        return true;
    }

    /**
     * Withdraws the job before its grant. It ends CANCELLED and those behind it move up, readers
     * included (S14): at once, or when a call of {@link EagerClient#onAvailable} that is under way
     * has returned. The buffers that an eager client owns already are handed on: let the client
     * itself cancel such a job.
     *
     * @return true if this call ended it; false if its grant or another end came first. Under an
     *     observer a grant is told before it counts: until then {@link #isGranted} is false and
     *     {@link #release} refuses, though cancel has lost already
     */
    public boolean cancel() {
        boolean poisons = owner() instanceof ForeignWork foreign && foreign.hasFailed();
        return !poisons && endWaiting(End.CALLER);
    }

    /**
     * Reports that the client is still at work: its hold is counted anew from now (S16).
     *
     * @return false if the job has no hold, or owns nothing (yet or any more)
     */
    public boolean progress() {
        Particulars now = particulars();
        HoldWatchdog watchdog = now == null ? null : now.watchdog;
        return watchdog != null && !isEnding() && watchdog.progress();
    }

    /**
     * Says by which mapping, or other way, the client will touch this job's buffers. If the job is
     * taken from the client, by its watchdog or by a closing, that is revoked, and the buffers go on
     * only when accesses under way have ended (S16, B12). An end by the client itself leaves it alone.
     *
     * @param way a mapping or an attachment of one of the buffers
     * @return false if the job has ended: then the way is not to be used any more, and was revoked
     */
    public boolean uses(Revocable way) {
        Particulars now = particularsMade();
        now.use(Objects.requireNonNull(way, "way"));
        if (!isEnding()) {
            return true;
        }
        way.revoke(); // ended before anybody knew of it
        now.forgetUses();
        return false;
    }

    /**
     * Whether a buffer of this job was left in an unknown state by a failed writer (S15), or a gate
     * has opened with an error (S9).
     *
     * @return the error of a gate; else the cause, of the first such buffer in the set's order that
     *     the job has not ended itself; null if there is none, and after the job's end. Stable while
     *     the job is granted
     */
    public @Nullable Throwable poison() {
        Particulars particulars = particulars();
        Throwable gate = particulars == null || isOver() ? null : particulars.gateError();
        if (gate != null) {
            return gate;
        }
        AccessSet now = setAcquire();
        for (int i = 0; now != null && i < now.orderedCount(); i++) {
            Entry entry = entryIfAny(i);
            Throwable poison = now.queue(i).poison();
            if (poison != null && (entry == null || !entry.has(Entry.ENDING))) {
                return poison;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        Client owner = owner();
        long id = id();
        return (id == 0 ? "job" : "job " + id) + (owner == null ? "" : " (" + owner.name() + ")");
    }

    /** The entry of an access for its owner; null if the job is over or ending. */
    private @Nullable Entry ownedEntry(SyncQueue queue) {
        AccessSet now = setAcquire();
        if (now == null || isEnding()) {
            return null;
        }
        if (isForeignWork()) {
            throw new RefusedException("S5", this + " is foreign work, which its fence ends");
        }
        int index = now.indexOf(queue);
        if (index < 0) {
            throw new RefusedException("S5", this + " has no access on " + queue);
        }
        boolean unplaced = isInSubmit(); // perhaps: then none is made that says it is owned
        Entry entry = unplaced ? entryIfAny(index) : entryAt(now, index);
        int told = observation() == null ? 0 : Entry.TOLD;
        int bits = entry == null ? 0 : entry.bits();
        if (Entry.isPermitted(bits) && (bits & told) == told) {
            return entry;
        }
        if ((entry != null || unplaced) && !isEnding()) {
            throw new RefusedException("S5", this + " does not own " + queue + " yet");
        }
        return null; // it is not owned, and will not be
    }

    private boolean endGranted(End end, @Nullable Throwable reason) {
        // A grant between the two questions is no end: ask again, at most once, as it comes once.
        while (!tryEndGranted(end, reason)) {
            if (isWaiting()) {
                throw new RefusedException(
                        "S5",
                        this + " is not granted yet, as not all ahead is over; "
                                + HandOver.whatEnds(this));
            }
            if (isEnding()) {
                return dispatcher().late();
            }
        }
        return true;
    }
}
