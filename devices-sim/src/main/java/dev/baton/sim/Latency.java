package dev.baton.sim;

import java.util.function.LongUnaryOperator;

/**
 * A log-normal latency, stated by its median and 99th percentile: what a scheduler's wake-up or a
 * render job's duration looks like.
 *
 * @param p50Nanos the median
 * @param p99Nanos the 99th percentile, at least the median
 * @since 0.1
 */
public record Latency(long p50Nanos, long p99Nanos) {
    /** The 99th percentile of the standard normal distribution. */
    private static final double NORMAL_P99 = 2.3263478740408408;

    /** Numbers of 53 bits are drawn: what a double holds. */
    private static final long RESOLUTION = 1L << 53;

    /**
     * Refuses what is no distribution.
     *
     * @param p50Nanos the median
     * @param p99Nanos the 99th percentile
     */
    public Latency {
        if (p50Nanos <= 0 || p99Nanos < p50Nanos) {
            throw new IllegalArgumentException("no latency with p50 " + p50Nanos + " ns and p99 "
                    + p99Nanos + " ns: needs 0 < p50 <= p99");
        }
    }

    /**
     * Draws one. {@link StrictMath} gives the same on every machine.
     *
     * @param nextNumber draws a number from 0 to its argument, exclusive
     * @return nanoseconds
     */
    public long draw(LongUnaryOperator nextNumber) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(unit(nextNumber)));
        double normal = radius * StrictMath.cos(2 * StrictMath.PI * unit(nextNumber));
        double sigma = StrictMath.log((double) p99Nanos / p50Nanos) / NORMAL_P99;
        return StrictMath.round(p50Nanos * StrictMath.exp(sigma * normal));
    }

    /** In (0, 1]. */
    private static double unit(LongUnaryOperator nextNumber) {
        return (nextNumber.applyAsLong(RESOLUTION) + 1) / (double) RESOLUTION;
    }
}
