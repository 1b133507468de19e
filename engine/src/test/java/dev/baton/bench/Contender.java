package dev.baton.bench;

import java.util.BitSet;

/**
 * One of the systems that are measured beside each other: exclusive and shared jobs over buffers.
 *
 * <p>The number of buffers is fixed. A JVM that measures uses one implementation, so that its calls
 * are compiled into their callers.
 *
 * @param <S> what a job asks for, made once and used by many
 * @param <J> a job
 */
interface Contender<S, J> extends AutoCloseable {
    /** Asks for some of the buffers, of which the i-th is asked for alone if bit i is set. */
    S set(BitSet exclusive, int... buffers);

    /** Queues a job; it is told to the client once it owns its buffers, perhaps before this ends. */
    J submit(S set, Grants client);

    /** Ends a job that was granted. */
    boolean release(J job);

    /** Withdraws a job that was not granted; not every system can. */
    default boolean cancel(J job) {
        throw new UnsupportedOperationException("cancel");
    }

    /** Waits until all that was asked for so far has been seen to, where a thread of its own does. */
    default void settle() {}

    @Override
    default void close() {}
}
