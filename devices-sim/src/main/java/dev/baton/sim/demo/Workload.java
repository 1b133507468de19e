package dev.baton.sim.demo;

import dev.baton.sim.Latency;
import dev.baton.sim.Scheduler;
import dev.baton.sim.SeededScheduler;

/**
 * What every run of the demo does, drawn before the first one: so all do the same work, whatever
 * becomes of it.
 *
 * @param seed what it was drawn from
 * @param renderNanos per frame, how long the GPU draws
 * @param submitWakeupNanos per frame, how long the application takes to wake and submit it
 * @param renderedWakeupNanos per frame, how long it takes to wake when the frame is rendered
 */
public record Workload(
        long seed, long[] renderNanos, long[] submitWakeupNanos, long[] renderedWakeupNanos) {
    /** A display of 60 Hz. */
    public static final long PERIOD_NANOS = 16_666_667;

    /** How long the GPU draws a frame. */
    public static final Latency RENDER = new Latency(13_000_000, 16_200_000);

    /** How long a desktop's scheduler takes to run a process that was woken. */
    public static final Latency WAKEUP = new Latency(300_000, 3_000_000);

    /**
     * Draws the work.
     *
     * @param frames how many
     * @param seed decides everything
     * @return the work
     */
    public static Workload draw(int frames, long seed) {
        Scheduler scheduler = new SeededScheduler(seed);
        Workload work = new Workload(seed, new long[frames], new long[frames], new long[frames]);
        for (int i = 0; i < frames; i++) {
            work.renderNanos[i] = RENDER.draw(scheduler::nextNumber);
            work.submitWakeupNanos[i] = WAKEUP.draw(scheduler::nextNumber);
            work.renderedWakeupNanos[i] = WAKEUP.draw(scheduler::nextNumber);
        }
        return work;
    }

    /**
     * How many frames there are.
     *
     * @return the count
     */
    public int frames() {
        return renderNanos.length;
    }
}
