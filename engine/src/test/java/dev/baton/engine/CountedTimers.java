package dev.baton.engine;

import java.util.concurrent.atomic.AtomicInteger;

/** Virtual time that knows how many of its tasks are still to come, and takes no absurd times. */
final class CountedTimers implements Timers {
    private final VirtualTimers virtual = new VirtualTimers();
    private final AtomicInteger waiting = new AtomicInteger();

    @Override
    public long nowNanos() {
        return virtual.nowNanos();
    }

    @Override
    public Timer at(long atNanos, Runnable task) {
        if (atNanos < 0) {
            throw new AssertionError("a time that overflowed: " + atNanos);
        }
        if (atNanos == Long.MAX_VALUE) {
            return virtual.at(atNanos, task);
        }
        waiting.incrementAndGet();
        Timer timer = virtual.at(atNanos, () -> {
            waiting.decrementAndGet();
            task.run();
        });
        return () -> {
            boolean taken = timer.cancel();
            if (taken) {
                waiting.decrementAndGet();
            }
            return taken;
        };
    }

    /** Moves time, as {@link VirtualTimers#advanceTo}. */
    void advanceTo(long nanos) {
        virtual.advanceTo(nanos);
    }

    /** How many tasks are kept: neither run nor cancelled. */
    int waiting() {
        return waiting.get();
    }
}
