package dev.baton.engine;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Where the engine's time comes from (S8). The engine reads no clock and runs no thread of its own;
 * whoever wants jobs that carry times passes one of these: the event loop of a simulation, a {@link
 * VirtualTimers} moved by hand, or the user's scheduler by {@link #on}.
 *
 * <p>An SPI. Times are nanoseconds from 0 upwards, monotonic, never the wall clock. {@link
 * Long#MAX_VALUE} is no time but "never". Times are compared and never added, except by {@link
 * #after}, which stops at "never" where a sum would overflow.
 *
 * <p><b>Threading:</b> as each source says; those of this package take calls from any thread.
 * <b>Memory:</b> what was done before {@link #at} happens-before the task runs.
 *
 * @since 0.1
 */
public interface Timers {
    /**
     * The time now.
     *
     * @return nanoseconds, 0 or more, never less than what an earlier call returned
     */
    long nowNanos();

    /**
     * Runs a task once, when its time has come: not before, possibly late, on whatever thread the
     * source has. A time that has passed means soon, and not inside this call.
     *
     * @param atNanos when; {@link Long#MAX_VALUE} means never, and then nothing is kept
     * @param task what to run; it must not block
     * @return what takes the task back
     * @throws RejectedExecutionException if the source takes no more tasks; then the task never runs
     */
    Timer at(long atNanos, Runnable task);

    /**
     * The time that lies so far ahead, or "never" if that is beyond all times.
     *
     * @param nowNanos a time, 0 or more
     * @param delay how far ahead; a negative one means now
     * @return {@code nowNanos + delay}, at most {@link Long#MAX_VALUE}
     */
    static long after(long nowNanos, Duration delay) {
        if (nowNanos < 0) {
            throw new IllegalArgumentException("times begin at 0; " + nowNanos + " is none");
        }
        if (delay.isNegative()) {
            return nowNanos;
        }
        Duration left = Duration.ofNanos(Long.MAX_VALUE - nowNanos);
        return delay.compareTo(left) < 0 ? nowNanos + delay.toNanos() : Long.MAX_VALUE;
    }

    /**
     * Timers on the user's scheduler; time 0 is this call. The one place where the engine reads
     * {@link System#nanoTime()}, because the user asked for real time.
     *
     * <p>Tasks run on the executor's threads. What a task throws goes to its thread's handler of
     * uncaught exceptions, and the executor goes on. What the executor rejects propagates from
     * {@link Timers#at}.
     *
     * <p><b>Memory:</b> a cancelled timer lets go of its task at once. The executor's own entry, a
     * few dozen bytes, stays with a {@code ScheduledThreadPoolExecutor} until its time comes, unless
     * {@code setRemoveOnCancelPolicy(true)} was called; do that where most timers are cancelled.
     * Shutting the executor down may drop waiting tasks without a word: end the jobs first.
     *
     * @param executor whose threads run the tasks; it stays the user's to shut down
     * @return timers for any thread
     */
    static Timers on(ScheduledExecutorService executor) {
        return new ExecutorTimers(executor);
    }

    /**
     * A task that waits for its time.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Timer {
        /**
         * Takes the task back. From then on the source keeps no reference to it. Idempotent.
         *
         * @return true if the task will not run because of this call; false if it has begun, was
         *     cancelled before, or was to come never
         */
        boolean cancel();
    }
}
