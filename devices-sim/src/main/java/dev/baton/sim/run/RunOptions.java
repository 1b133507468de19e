package dev.baton.sim.run;

import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * How a scenario is run.
 *
 * @param seed decides everything that the scenario leaves open
 * @param clock virtual or real time
 * @param forNanos for so long jobs are submitted
 * @param picture whether the run keeps what a picture of it shows
 * @param progress told the time in nanoseconds now and then
 * @since 0.1
 */
public record RunOptions(
        long seed, Clock clock, long forNanos, boolean picture, LongConsumer progress) {
    /**
     * Refuses null and no time.
     *
     * @param seed decides everything that the scenario leaves open
     * @param clock virtual or real time
     * @param forNanos for so long jobs are submitted
     * @param picture whether the run keeps what a picture of it shows
     * @param progress told the time now and then
     */
    public RunOptions {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(progress, "progress");
        if (forNanos <= 0) {
            throw new IllegalArgumentException("no run for " + forNanos + " ns");
        }
    }
}
