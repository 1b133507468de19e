package dev.baton.sim.cpu;

import dev.baton.sim.EventLoop;

import java.util.Objects;

/**
 * A user-space process that sleeps until it is woken, and takes a while to wake.
 *
 * <p>For the event loop's thread.
 *
 * @since 0.1
 */
public final class Application {
    private final EventLoop loop;
    private final String name;
    private final WakeupListener wakeups;

    /**
     * An application asleep.
     *
     * @param loop its clock
     * @param name for reports
     * @param wakeups told of each wake-up, when the application runs
     */
    public Application(EventLoop loop, String name, WakeupListener wakeups) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.name = Objects.requireNonNull(name, "name");
        this.wakeups = Objects.requireNonNull(wakeups, "wakeups");
    }

    /**
     * Wakes the application for an event.
     *
     * @param what the event, for reports
     * @param latencyNanos from the event until the application runs
     * @param work what it then does
     */
    public void wake(String what, long latencyNanos, Runnable work) {
        long eventNanos = loop.nowNanos();
        loop.after(latencyNanos, name + " wakes: " + what, () -> {
            wakeups.woke(what, eventNanos, loop.nowNanos());
            work.run();
        });
    }

    /**
     * Hears of wake-ups.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface WakeupListener {
        /**
         * The application runs.
         *
         * @param what what woke it
         * @param eventNanos when that happened
         * @param nanos now
         */
        void woke(String what, long eventNanos, long nanos);
    }
}
