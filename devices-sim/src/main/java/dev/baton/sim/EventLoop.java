package dev.baton.sim;

import dev.baton.engine.Timers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

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
    private final NavigableMap<Place, Timed> waiting = new TreeMap<>();
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
        add(nanos, name, task);
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

    /**
     * This loop as the engine's source of time (S8). Its tasks are tasks of this loop: the {@link
     * Scheduler} chooses among all that are due at one instant. A cancelled one is removed: it is no
     * choice any more and moves no clock.
     *
     * <p>For this loop's thread, cancelling included.
     *
     * @param name what the tasks are, for schedules and reports
     * @return timers that share this loop's clock
     */
    public Timers timers(String name) {
        Objects.requireNonNull(name, "name");
        return new Timers() {
            @Override
            public long nowNanos() {
                return nowNanos;
            }

            @Override
            public Timer at(long atNanos, Runnable task) {
                if (atNanos == Long.MAX_VALUE) {
                    return () -> false;
                }
                Place place = add(atNanos, name, Objects.requireNonNull(task, "task"));
                return () -> remove(place);
            }
        };
    }

    private Place add(long nanos, String name, Runnable task) {
        Place place = new Place(Math.max(nanos, nowNanos), added++);
        waiting.put(place, new Timed(place, name, task));
        return place;
    }

    private boolean remove(Place place) {
        return waiting.remove(place) != null
                || due.removeIf(task -> task.place().equals(place));
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
            Map.Entry<Place, Timed> first = waiting.firstEntry();
            if (first == null || first.getKey().nanos() > limitNanos) {
                return false;
            }
            nowNanos = first.getKey().nanos();
        }
        NavigableMap<Place, Timed> now = waiting.headMap(new Place(nowNanos, added), false);
        due.addAll(now.values());
        now.clear();
        return true;
    }

    /** When a task is due, and its number among all tasks. */
    private record Place(long nanos, long number) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::nanos).thenComparingLong(Place::number);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private record Timed(Place place, String name, Runnable work) implements Scheduler.Task {}
}
