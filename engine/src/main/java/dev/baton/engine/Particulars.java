package dev.baton.engine;

import dev.baton.buffers.Revocable;
import dev.baton.fence.Signalling;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What most jobs do without: made with the job if it asks for any of it, or when first needed. */
sealed class Particulars extends Telling permits HandOver {
    private static final VarHandle ENDED;
    private static final VarHandle DEADLINE;
    private static final VarHandle CAUSE;
    private static final VarHandle ACCESSES_ENDED;
    private static final VarHandle USES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ENDED = lookup.findVarHandle(Particulars.class, "ended", CompletableFuture.class);
            DEADLINE = lookup.findVarHandle(Particulars.class, "deadlineNanos", long.class);
            CAUSE = lookup.findVarHandle(Particulars.class, "cause", Throwable.class);
            ACCESSES_ENDED = lookup.findVarHandle(Particulars.class, "accessesEnded", int.class);
            USES = lookup.findVarHandle(Particulars.class, "uses", Use.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final JobOptions options;

    /** Whether the grant waits for its time. */
    private boolean waitsForTime;

    /** What the grant waits for beside accesses and time. */
    final List<FenceWait> waits;

    /** An error of a gate; of several at once, any. Of a watch: the poison of what is ahead. */
    private volatile @Nullable Throwable gateError;

    /** Whether it stands in its queue only to watch. Written before it is placed. */
    private boolean watches;

    /** The submission, while its gates keep it from being placed. Set before anybody has the job. */
    @Nullable
    Deferral deferral;

    /** Tells the job's end to who asked for that at its submission. */
    final @Nullable JobFence outFence;

    /** Its own deadline, or an earlier one that somebody hinted at. Read: opaque. Written: CAS. */
    private long deadlineNanos;

    final @Nullable Observation observation;

    /** Set before the job is placed. */
    long id;

    /** Where it was submitted; null unless places are tracked. Set before anybody has the job. */
    @Nullable
    String place;

    /** How many accesses ended one by one. Read: volatile. Written: atomic. */
    private int accessesEnded;

    /** Why it failed. Read: volatile. Written: CAS, by {@link #because}. */
    @Nullable
    Throwable cause;

    /** What stood against the grant: the cause, if that decides the end. By the granting thread. */
    @Nullable
    Throwable objection;

    /** Set before the job is granted, or the first of its accesses owned. */
    @Nullable
    HoldWatchdog watchdog;

    /** Read: volatile. Written: CAS; release to null. */
    private @Nullable Use uses;

    /** The one open-ended job that ends this one (S20). */
    volatile @Nullable Job succeededBy;

    /** By the thread in submit; cancelled by whoever finishes the job. */
    Timers.@Nullable Timer notBefore;

    Timers.@Nullable Timer expiry;

    /** Read: volatile. Written: CAS, by the first who asks for it. */
    private @Nullable CompletableFuture<Ending> ended;

    private final @Nullable Timers timers;

    /** When it was submitted; for reports. */
    final long submittedNanos;

    /** When the first of its buffers was owned; for reports. */
    private volatile long ownedNanos = Snapshot.UNKNOWN_NANOS;

    /** A way to its buffers that is taken from a late owner, and those noted before it. */
    private record Use(Revocable way, @Nullable Use before) {}

    Particulars(
            JobOptions options,
            @Nullable Observation observation,
            long id,
            @Nullable Timers timers,
            List<FenceWait> waits) {
        this.options = options;
        this.observation = observation;
        this.id = id;
        this.timers = timers;
        this.waits = waits;
        this.submittedNanos = timers == null ? Snapshot.UNKNOWN_NANOS : timers.nowNanos();
        this.deadlineNanos = options.deadlineNanos();
        this.outFence = options.outFence() ? new JobFence(id == 0 ? "job" : "job " + id) : null;
    }

    /**
     * States why the job failed, before the end takes effect: by whoever decided that, or by a
     * closing that takes that thread for stopped.
     */
    void because(Throwable reason) {
        // Decides: which cause the job and all its buffers name. Needs: the end is decided.
        // Won: all marks after it use this one. Lost: the first one stands, and is marked with.
        // Orders: before every mark and before the end is in effect.
        // Tested by: ClosingTest.ofFailureAndClosingTheJobAndItsBuffersNameOneCause
        CAUSE.compareAndSet(this, null, reason);
    }

    @Nullable
    Throwable cause() {
        return (Throwable) CAUSE.getVolatile(this);
    }

    /** How many things the grant waits for beside accesses. */
    int waitsBeside() {
        return waits.size() + (waitsForTime ? 1 : 0);
    }

    int waitCount() {
        return waits.size();
    }

    boolean isUnplaced() {
        return deferral != null && deferral.isUnplaced();
    }

    /** Starts all waits; what the timers rejected, of this or before. */
    @Nullable
    RuntimeException startWaits(Job job, @Nullable RuntimeException before) {
        RuntimeException rejected = before;
        for (FenceWait wait : waits) {
            rejected = rejected(job, () -> wait.start(job, timers), rejected);
        }
        return rejected;
    }

    /** What could not be started is waited for by nobody, an out-fence included. */
    private static @Nullable RuntimeException rejected(
            Job job, Runnable start, @Nullable RuntimeException before) {
        try {
            start.run();
            return before;
        } catch (RuntimeException rejected) { // by the timers; the job will fail for it
            if (!job.isForeign()) { // which must never have all it waits for
                job.countDown(1);
            }
            return before == null ? rejected : before;
        }
    }

    private void startNotBefore(Job job) {
        notBefore = Objects.requireNonNull(timers).at(options.notBeforeNanos(), () -> {
            Delivery.ofThisThread().count(job);
            Delivery.ofThisThread().deliver();
        });
    }

    void use(Revocable way) {
        Use before = uses();
        // Decides: which use comes next. Lost: another came; look again. Orders: before a look at
        // whether the job is over, as its end comes before a look at these: one of the two sees
        // both.
        while (!USES.compareAndSet(this, before, new Use(way, before))) {
            before = uses();
        }
    }

    private @Nullable Use uses() {
        return (Use) USES.getVolatile(this);
    }

    /** The job has ended well, and keeps nothing alive. */
    void forgetUses() {
        if (uses() != null) {
            USES.setRelease(this, null);
        }
    }

    /** Takes them all; completes when accesses under way have ended. */
    CompletableFuture<Void> revokeUses() {
        List<CompletableFuture<?>> revoked = new ArrayList<>();
        for (Use use = uses(); use != null; use = use.before) {
            try {
                revoked.add(use.way.revoke().toCompletableFuture());
            } catch (Throwable thrown) { // the buffers must go on, whatever a way does
                Signalling.report(thrown);
            }
        }
        return CompletableFuture.allOf(revoked.toArray(CompletableFuture<?>[]::new));
    }

    /** How many accesses ended one by one. */
    int accessesEnded() {
        return (int) ACCESSES_ENDED.getVolatile(this);
    }

    /** Counts one more, and says how many there are then. */
    int endedOne() {
        // Decides: which access was the last to end. Won: the count rises once per access, as its
        // mark of ENDING is one's. Lost: the last one goes on.
        return (int) ACCESSES_ENDED.getAndAdd(this, 1) + 1;
    }

    /** Counts the end of the job, once after all accesses have ended; false if that was done. */
    boolean endedAll(int count) {
        // Decides: who ends the job, the grant or the last access. Lost: the other does.
        return ACCESSES_ENDED.compareAndSet(this, count, count + 1);
    }

    void noteGate(@Nullable Throwable error) {
        if (error != null && gateError == null) {
            gateError = error;
        }
    }

    @Nullable
    Throwable gateError() {
        return gateError;
    }

    /** A watch judges what it saw before those behind it could go on. May be called again. */
    void watch(@Nullable Throwable poison) {
        watches = true;
        gateError = poison;
    }

    /** What stands against a grant if poison matters. */
    @Nullable
    Throwable poison(Job job) {
        return watches ? gateError : job.poison();
    }

    /** Takes note of a deadline; false if one as early is known. */
    boolean hint(long nanos) {
        long now = deadlineNanos();
        while (nanos < now) {
            // Decides: that this is the earliest hint. Lost: another came; look again.
            if (DEADLINE.compareAndSet(this, now, nanos)) {
                return true;
            }
            now = deadlineNanos();
        }
        return false;
    }

    long deadlineNanos() {
        return (long) DEADLINE.getOpaque(this);
    }

    /** Its client owns something from now on, if not already: the hold begins (S16). */
    void startHold() {
        if (timers != null && ownedNanos < 0) {
            ownedNanos = timers.nowNanos();
        }
        if (watchdog != null) {
            watchdog.start();
        }
    }

    long ownedNanos() {
        return ownedNanos;
    }

    boolean isWatch() {
        return watches;
    }

    /** Refuses times that cannot be kept; otherwise says whether the grant waits for one. */
    void refuseUntimely() {
        if (timers == null) {
            throw new RefusedException(
                    "S8", "the job carries a time or timeout, its dispatcher has no timers");
        }
        long now = submittedNanos;
        if (options.notBeforeNanos() > Timers.after(now, JobOptions.NOT_BEFORE_MAX)) {
            throw new RefusedException(
                    "S8",
                    "not before " + options.notBeforeNanos() + " ns is more than "
                            + JobOptions.NOT_BEFORE_MAX + " after " + now + " ns");
        }
        waitsForTime = options.notBeforeNanos() > now;
    }

    /** Starts the timers of a job that is placed. */
    void start(Job job) {
        Duration hold = options.hold();
        if (hold != null) {
            watchdog = new HoldWatchdog(job, Objects.requireNonNull(timers), hold);
        }
        RuntimeException rejected =
                waitsForTime ? rejected(job, () -> startNotBefore(job), null) : null;
        rejected = startWaits(job, rejected);
        if (rejected != null) {
            throw rejected;
        }
        if (deferral == null) {
            startExpiry(job);
        }
    }

    /** Starts what may end a job that waits, placed or not. */
    void startExpiry(Job job) {
        long expiryNanos = options.expiryNanos();
        if (expiryNanos != Long.MAX_VALUE) {
            Timers source = Objects.requireNonNull(timers);
            if (source.nowNanos() >= expiryNanos) {
                job.endWaiting(End.EXPIRED);
            } else {
                expiry = source.at(expiryNanos, () -> job.endWaiting(End.EXPIRED));
            }
        }
    }

    /**
     * The stage that {@link #finish} completes. Who asks looks afterwards whether the job is over,
     * who ends the job looks afterwards whether somebody asked: one of the two completes it.
     */
    CompletionStage<Ending> ended(Job job) {
        CompletableFuture<Ending> fresh = new CompletableFuture<>();
        // Decides: which stage all see. Lost: use the winner's.
        @SuppressWarnings("unchecked")
        CompletableFuture<Ending> present =
                (CompletableFuture<Ending>) ENDED.compareAndExchange(this, null, fresh);
        CompletableFuture<Ending> stage = present == null ? fresh : present;
        Ending ending = job.ending();
        if (ending != null) {
            stage.complete(ending);
        }
        return stage.minimalCompletionStage();
    }

    /**
     * Stops all timers.
     *
     * @return the stage to be completed, null if nobody asked for one
     */
    @Nullable
    CompletableFuture<Ending> finish(Job job) {
        forgetUses();
        boolean early = cancel(notBefore);
        cancel(expiry);
        if (outFence == null) {
            for (int i = 0; i < waits.size(); i++) {
                waits.get(i).stop();
            }
        } else if (early) {
            job.countDown(1); // a time is nothing that its out-fence waits for
        }
        if (watchdog != null) {
            watchdog.stop();
        }
        @SuppressWarnings("unchecked")
        CompletableFuture<Ending> asked = (CompletableFuture<Ending>) ENDED.getVolatile(this);
        return asked;
    }

    private static boolean cancel(Timers.@Nullable Timer timer) {
        return timer != null && timer.cancel();
    }
}
