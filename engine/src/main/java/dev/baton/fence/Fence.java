package dev.baton.fence;

import dev.baton.engine.RefusedException;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Something that happens once: work is done, or has failed. After the kernel's {@code dma_fence}.
 *
 * <p>A fence goes from pending to signaled and never back. Its error, if there is one, is part of
 * that step: nobody sees a fence signaled and its error not yet. Whoever waits needs nothing but the
 * fence and closes nothing; who signals it holds something else, a {@link FenceSource} or a {@link
 * Timeline}.
 *
 * <p>Fences of one <em>context</em> are points in one order: when a later one has signaled, so have
 * all before it. {@link SyncFile#merge} relies on that.
 *
 * <p><b>Extending:</b> a driver with completions of its own extends this class and calls {@link
 * #signal}. <b>Threading:</b> every method, from any thread. <b>Memory:</b> what happens before the
 * signal happens-before each callback, and before every return that says signaled. <b>Progress:</b>
 * lock-free but {@link #await}.
 *
 * <p><b>Algorithm.</b> One word: the callbacks, newest first, or the {@link Signal}. Adding is a
 * CAS of a new first; the signal is one exchange, and its thread runs what it took out. So a callback
 * was either taken, and runs once, or is refused, and never runs.
 *
 * @since 0.1
 */
public abstract class Fence {
    /** How many callbacks may be taken back, beyond those that are left, before it lets go of them. */
    static final int SWEEP_EVERY = 64;

    private static final AtomicLong CONTEXTS = new AtomicLong();
    private static final VarHandle STATE;
    private static final VarHandle DEADLINE;
    private static final VarHandle REMOVED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Fence.class, "state", Object.class);
            DEADLINE = lookup.findVarHandle(Fence.class, "deadlineNanos", long.class);
            REMOVED = lookup.findVarHandle(Fence.class, "removed", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final long context;
    private final long point;

    /** The newest {@link Callback}, null for none, or the {@link Signal}. Read: volatile. Written: CAS. */
    private @Nullable Object state;

    /** Callbacks taken back since the last sweep, less those left then. A lost count heals itself. */
    private int removed;

    /** The earliest hint. Read: opaque. Written: CAS. */
    private long deadlineNanos = Long.MAX_VALUE;

    /**
     * A pending fence in a context of its own.
     *
     * @param name for reports
     */
    protected Fence(String name) {
        this(name, newContext(), 1);
    }

    /**
     * A pending fence that is one of several points of a context.
     *
     * @param name for reports
     * @param context from {@link #newContext}
     * @param point where in the order of the context; it signals only when all lower points have
     */
    protected Fence(String name, long context, long point) {
        this.name = Objects.requireNonNull(name, "name");
        this.context = context;
        this.point = point;
    }

    /**
     * A context that no other fence has.
     *
     * @return a positive number, rising within this process
     */
    protected static long newContext() {
        return CONTEXTS.incrementAndGet();
    }

    /**
     * The fence of nothing to wait for.
     *
     * @return a signaled fence, always the same
     */
    public static Fence signaled() {
        return Stub.SIGNALED;
    }

    /**
     * A fence that follows a stage, for work that is not Baton's. It keeps nothing alive, and does
     * not know of a stage that is dropped: what waits for it should carry a timeout.
     *
     * @param stage the work
     * @param name for reports
     * @return a fence that signals when the stage completes; with its exception as the error
     */
    public static Fence of(CompletionStage<?> stage, String name) {
        return new StageFence(stage, name);
    }

    /**
     * A fence that follows the first of several. For all of them, see {@link SyncFile#merge}.
     *
     * @param fences one or more
     * @return a fence that signals with the first of them, as that does
     * @throws RefusedException (S9) if there are none: nothing would ever signal it
     */
    public static AnyFence anyOf(List<? extends Fence> fences) {
        return AnyFence.of(fences);
    }

    /**
     * Ends the fences of producers that were found lost, with a {@link FenceAbandonedException}. Making
     * a producer, waiting, and submitting, importing and exporting with fences do so too: call it now
     * and then in a program that does none of these. Their callbacks run on this thread.
     */
    public static void endLost() {
        Abandonment.endAbandoned();
    }

    /**
     * The fence's name.
     *
     * @return the name given at creation; names need not be unique
     */
    public final String name() {
        return name;
    }

    /**
     * Which order of points it belongs to.
     *
     * @return the context's number
     */
    public final long context() {
        return context;
    }

    /**
     * Where it stands in its context.
     *
     * @return the point; compared as signed 64-bit numbers, which do not wrap in practice
     */
    public final long point() {
        return point;
    }

    /**
     * Whether it has happened.
     *
     * @return true from the signal on, well or with an error
     */
    public final boolean isSignaled() {
        return signalNow() != null;
    }

    /**
     * What went wrong.
     *
     * @return the error it signaled with; null while it is pending, and if all is well
     */
    public final @Nullable Throwable error() {
        Signal now = signalNow();
        return now == null ? null : now.error();
    }

    /**
     * Pending, signaled, or failed.
     *
     * @return the status now; it changes at most once
     */
    public final FenceStatus status() {
        Signal now = signalNow();
        return now == null
                ? FenceStatus.PENDING
                : now.error() == null ? FenceStatus.SIGNALED : FenceStatus.FAILED;
    }

    /**
     * Adds what is to run at the signal: once, on the thread that signals (or that asks a snapshot
     * whose last member has signaled, if it comes first), after the callbacks that
     * were added before. It runs with nothing held and within the {@link Signalling} of its thread: it
     * must not wait for a fence. What it throws goes to the thread's uncaught exception handler, and
     * the others run. A fence signaled inside runs its own callbacks when this one has returned, so a
     * chain of fences uses bounded stack.
     *
     * <p>Source: {@code dma_fence_add_callback}, which refuses a late one with -ENOENT.
     *
     * @param action told the fence
     * @return the handle to take it back; null if the fence has signaled: then the action is refused
     *     and never runs
     */
    public final @Nullable Callback add(Consumer<? super Fence> action) {
        Objects.requireNonNull(action, "action");
        if (isSignaled()) {
            return null;
        }
        Callback mine = callback(action);
        while (true) {
            Object now = STATE.getVolatile(this);
            if (now instanceof Signal) {
                return null;
            }
            mine.next = Callback.firstLive((Callback) now);
            // Decides:   that the signal runs this callback.
            // Needs:     no signal in the very value compared.
            // Won:       whoever exchanges the state from now on takes this out with it.
            // Lost:      another callback came, or the signal: look again.
            // Orders:    the callback's fields, for the thread that signals.
            // Tested by: FenceStress.
            if (STATE.compareAndSet(this, now, mine)) {
                return mine;
            }
        }
    }

    /**
     * Waits. Refused in a callback of a fence or a client and in every other {@link Signalling}
     * section, where it could wait for what this very thread has still to do.
     *
     * <p><b>Progress:</b> blocking; it reads {@link System#nanoTime}, as a real thread waits.
     *
     * @param timeout how long at most; zero or less asks only
     * @return whether the fence has signaled, well or with an {@link #error()}
     * @throws InterruptedException if interrupted while waiting
     * @throws RefusedException (S18) in a {@link Signalling} section, if the fence is pending and the
     *     timeout is positive; (S19) if it would wait, through whatever jobs, for a buffer that this
     *     thread, or the client it works for, owns
     */
    public final boolean await(Duration timeout) throws InterruptedException {
        if (isSignaled() || timeout.isZero() || timeout.isNegative()) {
            return isSignaled();
        }
        return Wait.until(this, timeout);
    }

    /**
     * The fence as a stage.
     *
     * @return a stage that completes at the signal, exceptionally with the error if there is one;
     *     what hangs on it runs as a callback does, or at once if the fence has signaled
     */
    public final CompletionStage<@Nullable Void> toStage() {
        return StageFence.stageOf(this);
    }

    /**
     * Tells whoever works towards the signal when somebody would like to have it. A hint, best effort
     * (S11): nothing comes earlier or fails by it. Source: {@code dma_fence_set_deadline}.
     *
     * @param nanos a time of the clock that both sides use; one that is no earlier than an earlier
     *     hint changes nothing
     */
    public final void hintDeadline(long nanos) {
        long now = deadlineNanos();
        while (nanos < now && !isSignaled()) {
            // Decides: the earliest hint. Lost: another came, look again. Orders: nothing.
            if (DEADLINE.compareAndSet(this, now, nanos)) {
                Signalling.within(() -> deadlineHinted(nanos));
                return;
            }
            now = deadlineNanos();
        }
    }

    /**
     * When somebody would like to have it.
     *
     * @return the earliest hint so far; {@link Long#MAX_VALUE} for none
     */
    public final long deadlineNanos() {
        return (long) DEADLINE.getOpaque(this);
    }

    /**
     * Hears of an earlier deadline than before; unless overridden it does nothing. It must not block
     * or wait for a fence. What it throws goes to the thread's uncaught exception handler.
     *
     * @param nanos the earliest hint so far
     */
    protected void deadlineHinted(long nanos) {}

    /**
     * Signals the fence and runs its callbacks on this thread, the oldest first; if this is called in
     * a callback of a fence, when that has returned.
     *
     * @param error what went wrong; null if all is well
     * @return false if it had signaled before; then nothing changes
     */
    protected final boolean signal(@Nullable Throwable error) {
        Object was = conclude(error);
        if (was instanceof Callback newest) {
            Signalling.ofThisThread().run(newest);
        }
        return !(was instanceof Signal);
    }

    /**
     * Signals, and leaves the callbacks to the caller.
     *
     * @return a {@link Signal} if it had signaled before; else the newest callback to run, or null
     */
    final @Nullable Object conclude(@Nullable Throwable error) {
        Signal mine = error == null ? Signal.WELL : new Signal(error);
        Object now;
        do {
            now = STATE.getVolatile(this);
            if (now instanceof Signal) {
                return now;
            }
            // Decides:   that the fence has signaled, with which error, and which callbacks run.
            // Needs:     no signal in the very value compared.
            // Won:       the state never leaves Signal, so one caller in all comes here.
            // Lost:      a callback came, which is to run as well: look again; or another signal.
            // Orders:    what the caller did, for everybody who reads the signal.
            // Tested by: FenceStress, and the seeded fault fence-signals-twice.
        } while (!STATE.compareAndSet(this, now, mine));
        return now;
    }

    private @Nullable Signal signalNow() {
        Object now = STATE.getVolatile(this);
        if (!(now instanceof Signal) && poll()) {
            now = STATE.getVolatile(this);
        }
        return now instanceof Signal signal ? signal : null;
    }

    /**
     * What it follows: fences that must all have signaled before it does. For reports, and for
     * whoever looks for a cycle of waiting (S19); asking runs no callback.
     *
     * @return the fences known now; none, unless overridden: it signals by itself
     */
    public List<Fence> follows() {
        return List.of();
    }

    /** Looks whether it would have signaled if it had been watched; whether it has, after that. */
    boolean poll() {
        return false;
    }

    /** A callback to be added. As long as that is not taken back, the fence signals by itself. */
    Callback callback(Consumer<? super Fence> action) {
        return new Callback(this, action);
    }

    /** A callback was taken back. Lets go of such as those pile up, at a constant cost for each. */
    final void noteRemoved() {
        if ((int) REMOVED.getAndAdd(this, 1) >= SWEEP_EVERY
                && STATE.getVolatile(this) instanceof Callback newest) {
            removed = -newest.dropRemoved();
        }
    }

    @Override
    public String toString() {
        Object now = STATE.getVolatile(this); // not to be polled: that may run callbacks
        return "fence " + name + " (" + (now instanceof Signal ? status() : FenceStatus.PENDING)
                + ")";
    }

    /** What a fence has signaled with. */
    record Signal(@Nullable Throwable error) {
        static final Signal WELL = new Signal(null);
    }
}
