package dev.baton.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * A virtual clock and the tasks that wait for it, on one thread. Time stands still while a task
 * runs and then jumps to the next one; among tasks due at the same instant the {@link Scheduler}
 * chooses. So the same scheduler's choices give the same run.
 *
 * <p>For one thread. A task may add tasks. <b>Cost:</b> O(log n) per task among n waiting.
 *
 * @since 0.1
 */
public final class EventLoop {
    private final Scheduler scheduler;
    private final Runnable afterEach;
    private final PriorityQueue<Timed> waiting = new PriorityQueue<>(Timed.ORDER);
    private final List<Timed> due = new ArrayList<>();
    private long nowNanos;
    private long added;

    /**
     * A loop at time 0 with nothing to do.
     *
     * @param scheduler chooses among tasks due at the same instant, and draws numbers
     */
    public EventLoop(Scheduler scheduler) {
        this(scheduler, () -> {});
    }

    /**
     * A loop at time 0 that reports when nothing is going on.
     *
     * @param scheduler chooses among tasks due at the same instant, and draws numbers
     * @param afterEach called after each task, when no operation is under way: laws that hold
     *     between operations are checked here
     */
    public EventLoop(Scheduler scheduler, Runnable afterEach) {
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        this.afterEach = Objects.requireNonNull(afterEach, "afterEach");
    }

    /**
     * The virtual time.
     *
     * @return nanoseconds since the loop was made
     */
    public long nowNanos() {
        return nowNanos;
    }

    /**
     * Draws a number from the scheduler.
     *
     * @param bound greater than 0
     * @return a number from 0 to {@code bound - 1}
     */
    public long nextNumber(long bound) {
        return scheduler.nextNumber(bound);
    }

    /**
     * Adds a task.
     *
     * @param nanos when it is due; a time that has passed means now
     * @param name what it is, for schedules and reports
     * @param task runs on this loop's thread
     */
    public void at(long nanos, String name, Runnable task) {
        waiting.add(new Timed(Math.max(nanos, nowNanos), added++, name, task));
    }

    /**
     * Adds a task that is due some time from now.
     *
     * @param delayNanos the delay, not negative; a sum beyond {@link Long#MAX_VALUE} means never
     * @param name what it is, for schedules and reports
     * @param task runs on this loop's thread
     */
    public void after(long delayNanos, String name, Runnable task) {
        long nanos = nowNanos + delayNanos;
        if (delayNanos < 0) {
            throw new IllegalArgumentException(name + " would be due in the past: " + delayNanos);
        }
        if (nanos >= 0) {
            at(nanos, name, task);
        }
    }

    /** Runs until nothing is left to do. */
    public void run() {
        runUntil(Long.MAX_VALUE);
    }

    /**
     * Runs what is due up to a time, then sets the clock to it, unless that is {@link
     * Long#MAX_VALUE}.
     *
     * @param nanos the time, inclusive
     */
    public void runUntil(long nanos) {
        while (collectDue(nanos)) {
            Timed task = due.size() == 1
                    ? due.remove(0)
                    : due.remove(Objects.checkIndex(scheduler.nextTask(due), due.size()));
            task.work().run();
            afterEach.run();
        }
        if (nanos != Long.MAX_VALUE) {
            nowNanos = Math.max(nowNanos, nanos);
        }
    }

    /** Moves what is due at the next instant into {@code due}; false if there is nothing. */
    private boolean collectDue(long limitNanos) {
        if (due.isEmpty()) {
            Timed first = waiting.peek();
            if (first == null || first.nanos() > limitNanos) {
                return false;
            }
            nowNanos = first.nanos();
        }
        for (Timed next = waiting.peek();
                next != null && next.nanos() == nowNanos;
                next = waiting.peek()) {
            due.add(waiting.remove());
        }
        return true;
    }

    private record Timed(long nanos, long number, String name, Runnable work)
            implements Scheduler.Task {
        static final Comparator<Timed> ORDER =
                Comparator.comparingLong(Timed::nanos).thenComparingLong(Timed::number);
    }
}
