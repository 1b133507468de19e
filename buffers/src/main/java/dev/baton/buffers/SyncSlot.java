package dev.baton.buffers;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A place for one sync object, empty at first and set once (rule B3). */
final class SyncSlot {
    /*
     * Algorithm: one reference, null until a single CAS sets it.
     * Invariant: once not null, it never changes. Progress: wait-free. ABA: none, it moves once.
     *
     *   field  | guard | read     | written by | by whom
     *   object | none  | volatile | CAS        | the one thread that sets it
     */
    private static final VarHandle OBJECT;

    static {
        try {
            OBJECT = MethodHandles.lookup()
                    .findVarHandle(SyncSlot.class, "object", SyncObject.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable SyncObject object;

    @Nullable
    SyncObject get() {
        return object;
    }

    /** Sets the object unless there is one; returns the one that is there. */
    SyncObject setOnce(SyncObject candidate) {
        SyncObject present = casObject(candidate);
        if (present == null) {
            // Decides: this object, for the buffer's whole life.
            // Needs:   nothing; the CAS itself finds the slot empty.
            // Won:     the slot leaves null once and never returns to it.
            // Lost:    the CAS brought the winner's object along; it is returned, no retry.
            // Orders:  what made the object, before every volatile read that returns it.
            // Tested by: SyncObjectTest#racingThreadsAllGetTheSameObject
            return candidate;
        }
        return present;
    }

    /** Null if the candidate was set, else what was there. */
    private @Nullable SyncObject casObject(SyncObject candidate) {
        return (SyncObject) OBJECT.compareAndExchange(this, null, candidate);
    }
}
