package dev.baton.engine;

import org.jspecify.annotations.Nullable;

/**
 * What the tail of a queue points at: an access, as those who come behind it see it. Mostly the
 * {@link Job} itself, which was free to go when it came and has no more to say than whether it is
 * over; an {@link Entry} of the job where it had to wait, or where somebody stands behind it.
 *
 * <p>So an access that meets nobody costs one CAS and no object.
 */
abstract sealed class Place permits AccessBits, Lifecycle {
    /** The job whose access this is. */
    abstract Job job();

    /**
     * What this access lets its successor on the queue know: 0, {@link Entry#WRITERS_OVER} or {@link
     * Entry#EVERYTHING_OVER}. Only ever more, so a stale answer is a safe lower bound.
     */
    abstract int passes(SyncQueue queue);

    /**
     * The entry of this access, made now if there is none.
     *
     * @return null if the job is over, and so everything up to here: nobody need stand behind it
     */
    abstract @Nullable Entry entryOn(SyncQueue queue);
}
