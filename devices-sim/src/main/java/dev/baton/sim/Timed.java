package dev.baton.sim;

import dev.baton.engine.Timers.Timer;

import java.util.concurrent.atomic.AtomicBoolean;

/** A task that waits for its time: taken once, by the loop that runs it or by whoever cancels it. */
final class Timed extends AtomicBoolean implements Comparable<Timed>, Scheduler.Task, Timer {
    private static final long serialVersionUID = 1;

    final long nanos;
    private final long number;
    private final String name;
    private final transient Runnable work;
    private final transient Runnable whenCancelled;

    Timed(long nanos, long number, String name, Runnable work, Runnable whenCancelled) {
        this.nanos = nanos;
        this.number = number;
        this.name = name;
        this.work = work;
        this.whenCancelled = whenCancelled;
    }

    boolean isOver() {
        return get();
    }

    void run() {
        if (compareAndSet(false, true)) {
            work.run();
        }
    }

    @Override
    public boolean cancel() {
        boolean won = compareAndSet(false, true);
        if (won) {
            whenCancelled.run();
        }
        return won;
    }

    @Override
    public String name() {
        return name;
    }

    /** By time, and among equals in the order they were added. */
    @Override
    public int compareTo(Timed other) {
        int byTime = Long.compare(nanos, other.nanos);
        return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
}
