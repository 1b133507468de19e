package dev.baton.sim;

import org.jspecify.annotations.Nullable;

import java.util.function.LongUnaryOperator;

/**
 * A log-normal latency, stated by its median and 99th percentile: what a scheduler's wake-up or a
 * render job's duration looks like.
 *
 * @since 0.1
 */
public final class Latency {
    /** The 99th percentile of the standard normal distribution. */
    private static final double NORMAL_P99 = 2.3263478740408408;

    /** Numbers of 53 bits are drawn: what a double holds. */
    private static final long RESOLUTION = 1L << 53;

    private final long p50Nanos;
    private final long p99Nanos;

    /** The standard deviation of its logarithm: worked out once, as it takes as long as drawing. */
    private final double sigma;

    /**
     * A distribution.
     *
     * @param p50Nanos the median
     * @param p99Nanos the 99th percentile, at least the median
     * @throws IllegalArgumentException if there is none
     */
    public Latency(long p50Nanos, long p99Nanos) {
        if (p50Nanos <= 0 || p99Nanos < p50Nanos) {
            throw new IllegalArgumentException("no latency with p50 " + p50Nanos + " ns and p99 "
                    + p99Nanos + " ns: needs 0 < p50 <= p99");
        }
        this.p50Nanos = p50Nanos;
        this.p99Nanos = p99Nanos;
        this.sigma = StrictMath.log((double) p99Nanos / p50Nanos) / NORMAL_P99;
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
        return StrictMath.round(p50Nanos * StrictMath.exp(sigma * normal));
    }

    /** {@return the median} */
    public long p50Nanos() {
        return p50Nanos;
    }

    /** {@return the 99th percentile} */
    public long p99Nanos() {
        return p99Nanos;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Latency its && p50Nanos == its.p50Nanos && p99Nanos == its.p99Nanos;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * p50Nanos + p99Nanos);
    }

    /** In (0, 1]. */
    private static double unit(LongUnaryOperator nextNumber) {
        return (nextNumber.applyAsLong(RESOLUTION) + 1) / (double) RESOLUTION;
    }
}
