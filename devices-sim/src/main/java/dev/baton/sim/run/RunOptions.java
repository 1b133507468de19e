package dev.baton.sim.run;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * How a scenario is run.
 *
 * @param seed decides everything that the scenario leaves open
 * @param clock virtual or real time
 * @param forNanos for so long jobs are submitted
 * @param pictureNanos what begins before is kept for a picture of the run; 0 for none
 * @param progress told the time in nanoseconds now and then
 * @param screenshots told of each frame as it leaves a screen, on that display's thread; null for no
 *     screenshots, which cost time
 * @param watcher hears what happens; null for nobody
 * @since 0.1
 */
public record RunOptions(
        long seed,
        Clock clock,
        long forNanos,
        long pictureNanos,
        LongConsumer progress,
        @Nullable Screenshots screenshots,
        @Nullable RunWatcher watcher) {
    /**
     * Refuses null and no time.
     *
     * @param seed decides everything that the scenario leaves open
     * @param clock virtual or real time
     * @param forNanos for so long jobs are submitted
     * @param pictureNanos what begins before is kept for a picture
     * @param progress told the time now and then
     * @param screenshots told of each frame; null for none
     * @param watcher hears what happens; null for nobody
     */
    public RunOptions {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(progress, "progress");
        if (forNanos <= 0) {
            throw new IllegalArgumentException("no run for " + forNanos + " ns");
        }
    }

    /**
     * Without screenshots, and watched by nobody.
     *
     * @param seed decides everything that the scenario leaves open
     * @param clock virtual or real time
     * @param forNanos for so long jobs are submitted
     * @param pictureNanos what begins before is kept for a picture
     * @param progress told the time now and then
     */
    public RunOptions(
            long seed, Clock clock, long forNanos, long pictureNanos, LongConsumer progress) {
        this(seed, clock, forNanos, pictureNanos, progress, null, null);
    }
}
