package dev.baton.sim;

import dev.baton.engine.Timers;

/**
 * The clock of a device, and where its work is done, one task after another. Devices are written
 * against this alone, so the same device runs in virtual time, where all share one {@link
 * EventLoop}, and in real time, where each has a {@link ThreadLoop} of its own.
 *
 * <p><b>Threading:</b> {@link #post}, {@link #nowNanos} and {@link #nextNumber} from any thread of the
 * run; everything else from the loop's own tasks, or before it runs. <b>Memory:</b> what was done before a task was
 * given happens-before the task.
 *
 * @since 0.1
 */
public interface Loop {
    /**
     * The time.
     *
     * @return nanoseconds since the run began
     */
    long nowNanos();

    /**
     * Adds a task.
     *
     * @param nanos when it is due; a time that has passed means now
     * @param name what it is, for schedules and reports
     * @param task runs as a task of this loop
     */
    void at(long nanos, String name, Runnable task);

    /**
     * Adds a task that is due some time from now.
     *
     * @param delayNanos the delay, not negative; a sum beyond {@link Long#MAX_VALUE} means never
     * @param name what it is, for schedules and reports
     * @param task runs as a task of this loop
     */
    default void after(long delayNanos, String name, Runnable task) {
        long nanos = nowNanos() + delayNanos;
        if (delayNanos < 0) {
            throw new IllegalArgumentException(name + " would be due in the past: " + delayNanos);
        }
        if (nanos >= 0) {
            at(nanos, name, task);
        }
    }

    /**
     * Brings work to this loop from wherever the caller is: how a grant reaches its device. In
     * virtual time the caller is on the loop already and the task runs at once, inside this call; in
     * real time the loop's thread runs it as soon as it can, and this returns at once.
     *
     * @param task runs on this loop
     */
    void post(Runnable task);

    /**
     * Lets time pass in which this loop runs nothing, as when a machine is suspended or starved: what
     * was due meanwhile is late, and due at once. Called from a task of this loop.
     *
     * @param nanos how long, not negative; beyond {@link Long#MAX_VALUE} time ends there
     */
    void stall(long nanos);

    /**
     * Draws a number.
     *
     * @param bound greater than 0
     * @return a number from 0 to {@code bound - 1}
     */
    long nextNumber(long bound);

    /**
     * This loop as the engine's source of time (S8).
     *
     * @param name what the tasks are, for schedules and reports
     * @return timers that share this loop's clock
     */
    Timers timers(String name);
}
