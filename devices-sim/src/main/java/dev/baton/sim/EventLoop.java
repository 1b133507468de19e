package dev.baton.sim;

import dev.baton.engine.Timers;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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
public final class EventLoop implements Loop {
    private final Scheduler scheduler;
    private final Runnable afterEach;
    private final long tasksMax;
    private final Runnable whenCancelled = this::cancelled;
    private final PriorityQueue<Timed> waiting = new PriorityQueue<>();
    private final List<Timed> due = new ArrayList<>();
    private long nowNanos;

    /** When what is in {@code due} was due: now, or earlier after a stall. */
    private long dueNanos;

    private long added;
    private int cancelled;
    private long ran;

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
        this(scheduler, afterEach, Long.MAX_VALUE);
    }

    /**
     * A loop that stops for good when it has run for long: some work never ends.
     *
     * @param scheduler chooses among tasks due at the same instant, and draws numbers
     * @param afterEach called after each task, when no operation is under way
     * @param tasksMax so many tasks run and no more; what is due then stays undone
     */
    public EventLoop(Scheduler scheduler, Runnable afterEach, long tasksMax) {
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        this.afterEach = Objects.requireNonNull(afterEach, "afterEach");
        this.tasksMax = tasksMax;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public long nextNumber(long bound) {
        return scheduler.nextNumber(bound);
    }

    @Override
    public void at(long nanos, String name, Runnable task) {
        add(nanos, name, task);
    }

    /** Runs the task inside this call: whoever runs in virtual time is on this loop's thread. */
    @Override
    public void post(Runnable task) {
        task.run();
    }

    /** Moves the clock. Who is late then goes in the order of when it was due, not all as one. */
    @Override
    public void stall(long nanos) {
        nowNanos = nowNanos + nanos < 0 ? Long.MAX_VALUE : nowNanos + nanos;
    }

    /**
     * This loop as the engine's source of time (S8). Its tasks are tasks of this loop: the {@link
     * Scheduler} chooses among all that are due at one instant. A cancelled one is no choice any more
     * and moves no clock.
     *
     * <p>For this loop's thread, cancelling included.
     *
     * @param name what the tasks are, for schedules and reports
     * @return timers that share this loop's clock
     */
    @Override
    public Timers timers(String name) {
        Objects.requireNonNull(name, "name");
        return new Timers() {
            @Override
            public long nowNanos() {
                return nowNanos;
            }

            @Override
            public Timer at(long atNanos, Runnable task) {
                Objects.requireNonNull(task, "task");
                return atNanos == Long.MAX_VALUE ? () -> false : add(atNanos, name, task);
            }
        };
    }

    private Timed add(long nanos, String name, Runnable task) {
        Timed timed = new Timed(Math.max(nanos, nowNanos), added++, name, task, whenCancelled);
        waiting.add(timed);
        return timed;
    }

    /** Cancelled tasks are skipped when their time comes, and swept when they are most of all. */
    private void cancelled() {
        due.removeIf(Timed::isOver);
        if (++cancelled > waiting.size() / 2) {
            waiting.removeIf(Timed::isOver);
            cancelled = 0;
        }
    }

    /** Runs until nothing is left to do. */
    public void run() {
        runUntil(Long.MAX_VALUE);
    }

    /**
     * Runs what is due up to a time, then sets the clock to it, unless that is {@link
     * Long#MAX_VALUE}, or the loop has {@linkplain #isCut stopped for good}.
     *
     * @param nanos the time, inclusive
     */
    public void runUntil(long nanos) {
        for (Timed next = next(nanos); next != null; next = next(nanos)) {
            next.run();
            ran++;
            afterEach.run();
        }
        if (nanos != Long.MAX_VALUE && !isCut()) {
            nowNanos = Math.max(nowNanos, nanos);
        }
    }

    /**
     * Whether as many tasks have run as may.
     *
     * @return true if nothing runs any more
     */
    public boolean isCut() {
        return ran >= tasksMax;
    }

    /** Takes what goes next, which mostly is due alone; null if nothing is due, or may run. */
    private @Nullable Timed next(long limitNanos) {
        if (isCut()) {
            return null;
        }
        Timed first = first();
        if (due.isEmpty()) {
            if (first == null || first.nanos > limitNanos) {
                return null;
            }
            dueNanos = first.nanos;
            nowNanos = Math.max(nowNanos, dueNanos); // it may be late, after a stall
            Timed alone = waiting.remove();
            first = first();
            if (first == null || first.nanos != dueNanos) {
                return alone;
            }
            due.add(alone);
        }
        while (first != null && first.nanos == dueNanos) {
            due.add(waiting.remove());
            first = first();
        }
        return due.remove(
                due.size() == 1 ? 0 : Objects.checkIndex(scheduler.nextTask(due), due.size()));
    }

    private @Nullable Timed first() {
        Timed first = waiting.peek();
        while (first != null && first.isOver()) {
            waiting.remove();
            first = waiting.peek();
        }
        return first;
    }
}
