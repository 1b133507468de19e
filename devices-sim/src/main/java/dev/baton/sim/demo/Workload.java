package dev.baton.sim.demo;

import dev.baton.sim.Latency;
import dev.baton.sim.Scheduler;
import dev.baton.sim.SeededScheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * What every run of the demo does, drawn before the first one: so all do the same work, whatever
 * becomes of it.
 *
 * @param seed what it was drawn from
 * @param frames the frames, in order
 */
public record Workload(long seed, List<FrameWork> frames) {
    /** A display of 60 Hz. */
    public static final long PERIOD_NANOS = 16_666_667;

    /** How long the GPU draws a frame. */
    public static final Latency RENDER = new Latency(13_000_000, 16_200_000);

    /** How long a desktop's scheduler takes to run a process that was woken. */
    public static final Latency WAKEUP = new Latency(300_000, 3_000_000);

    /**
     * Copies the list.
     *
     * @param seed what it was drawn from
     * @param frames the frames, in order
     */
    public Workload {
        frames = List.copyOf(frames);
    }

    /**
     * The work of one frame.
     *
     * @param renderNanos how long the GPU draws
     * @param submitWakeupNanos how long the application takes to wake and submit it
     * @param renderedWakeupNanos how long it takes to wake when the frame is rendered
     */
    public record FrameWork(long renderNanos, long submitWakeupNanos, long renderedWakeupNanos) {}

    /**
     * Draws the work.
     *
     * @param frames how many
     * @param seed decides everything
     * @return the work
     */
    public static Workload draw(int frames, long seed) {
        Scheduler scheduler = new SeededScheduler(seed);
        List<FrameWork> drawn = new ArrayList<>(frames);
        for (int i = 0; i < frames; i++) {
            drawn.add(new FrameWork(
                    RENDER.draw(scheduler::nextNumber),
                    WAKEUP.draw(scheduler::nextNumber),
                    WAKEUP.draw(scheduler::nextNumber)));
        }
        return new Workload(seed, drawn);
    }
}
