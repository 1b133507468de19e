package dev.baton.engine;

import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.SyncObject;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The FIFO of accesses to one buffer, or to any abstract resource: a queue needs no buffer behind
 * it, as in KDS.
 *
 * <p>A queue is one word, the tail. It keeps no list of its waiters; what waits is linked behind
 * what it waits for. An idle queue keeps its last job alive, which has let go of everything but its
 * cause and dispatcher.
 *
 * <p><b>Threading:</b> any thread. <b>Cost:</b> creating one draws an id from a shared counter.
 *
 * @since 0.1
 */
public final class SyncQueue implements SyncObject {
    private static final AtomicLong IDS = new AtomicLong();
    private static final VarHandle TAIL;
    private static final VarHandle HOME;
    private static final VarHandle POISON;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(SyncQueue.class, "tail", Place.class);
            HOME = lookup.findVarHandle(SyncQueue.class, "home", Dispatcher.class);
            POISON = lookup.findVarHandle(SyncQueue.class, "poison", Poison.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long id = IDS.incrementAndGet();
    private final String name;

    /**
     * The last entry. Read: acquire. Written: {@link #casTail} only, by submitters and helpers.
     *
     * <p>Invariant: no value ever comes back. Each entry is inserted once, is never recycled, and
     * stays when its job has ended; null occurs only before the first insertion. So a CAS that
     * succeeds proves that nothing was inserted since its expected value was read.
     *
     * <p>Not an invariant: that the last entry's job is placed in its other queues, or still runs.
     */
    private @Nullable Place tail;

    /** The dispatcher of its first job, and so of all. Read: acquire. Written: CAS, once. */
    private @Nullable Dispatcher home;

    /**
     * Why its content is in doubt (S15). Read: volatile. Written: by exclusive owners, one at a
     * time; to null by CAS, as one whose access is ended by two threads may be late.
     */
    private volatile @Nullable Poison poison;

    /** One failure's; told apart from every other, also of the same cause. */
    static final class Poison {
        private final Throwable cause;

        private Poison(Throwable cause) {
            this.cause = cause;
        }
    }

    /**
     * A queue that nothing waits in.
     *
     * @param name for events and reports
     */
    public SyncQueue(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * The queue of a buffer, made at the first call and the same ever after. This is the one place
     * where storage and synchronisation meet; everything else works on queues alone.
     *
     * @param buffer the buffer, which keeps the queue in its sync object slot (B3)
     * @return its queue, named after it
     * @throws RefusedException (B3) if the slot holds something else
     */
    public static SyncQueue of(SharedBuffer buffer) {
        SyncObject present = buffer.syncObjectOr(() -> new SyncQueue(buffer.name()));
        if (present instanceof SyncQueue queue) {
            return queue;
        }
        throw new RefusedException(
                "B3", buffer + " is synchronised by " + present.describe() + ", not by a queue");
    }

    /**
     * The queue's place in the one order in which jobs take their places.
     *
     * @return a positive number, rising with creation in this process
     */
    public long id() {
        return id;
    }

    /**
     * The queue's name.
     *
     * @return the name given at creation; names need not be unique
     */
    public String name() {
        return name;
    }

    @Override
    public String describe() {
        return "queue " + name;
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Whether a job of this mode alone would be permitted if it were submitted now: could a reader
     * go, could a writer? The answer may be stale when it arrives; {@link Dispatcher#whenReady}
     * tells when it becomes true.
     *
     * <p><b>Cost:</b> a few reads; takes no place.
     *
     * @param mode how the buffer would be used
     * @return whether nothing ahead stands against it; always true for UNORDERED, false once the
     *     queue is closed
     */
    public boolean isReady(AccessMode mode) {
        return mode == AccessMode.UNORDERED || Placement.isFree(this, mode == AccessMode.SHARED);
    }

    /**
     * Whether the last exclusive owner failed and left the buffer in an unknown state (S15).
     *
     * @return why; null if not, and again when an exclusive owner has completed
     */
    public @Nullable Throwable poison() {
        Poison now = poison;
        return now == null ? null : now.cause;
    }

    void poison(Throwable cause) {
        poison = new Poison(cause);
    }

    @Nullable
    Poison poisonNow() {
        return poison;
    }

    /** An exclusive owner has completed, which saw this poison while it was one. */
    void absolve(@Nullable Poison seen) {
        if (seen != null) {
            // Decides: that the content is sound. Lost: a later owner has failed, or another
            // thread of the same owner came first.
            POISON.compareAndSet(this, seen, null);
        }
    }

    /** Whose jobs stand in it; the first dispatcher that asks, for good. */
    @Nullable
    Dispatcher home() {
        return (Dispatcher) HOME.getAcquire(this);
    }

    /** Decides whose queue it is. Lost: it is the winner's. */
    boolean casHome(Dispatcher dispatcher) {
        return HOME.compareAndSet(this, null, dispatcher);
    }

    @Nullable
    Place tailAcquire() {
        return (Place) TAIL.getAcquire(this);
    }

    /** What deciding a place means stands beside the two callers in {@link Placement}. */
    boolean casTail(@Nullable Place expected, Place mine) {
        return TAIL.compareAndSet(this, expected, mine);
    }
}
