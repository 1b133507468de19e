package dev.baton.sim.scenario;

import dev.baton.sim.Latency;

import java.util.function.LongUnaryOperator;

/**
 * How long something takes: always the same, or drawn each time.
 *
 * @since 0.1
 */
public sealed interface Spread {
    /**
     * One duration.
     *
     * @param nextNumber draws a number from 0 to its argument, exclusive
     * @return nanoseconds
     */
    long draw(LongUnaryOperator nextNumber);

    /**
     * Always the same, and nothing is drawn for it; in files {@code 5ms}.
     *
     * @param nanos how long
     */
    record Fixed(long nanos) implements Spread {
        @Override
        public long draw(LongUnaryOperator nextNumber) {
            return nanos;
        }
    }

    /**
     * Log-normal; in files {@code {p50: 20us, p99: 60us}}.
     *
     * @param latency the distribution
     */
    record Drawn(Latency latency) implements Spread {
        @Override
        public long draw(LongUnaryOperator nextNumber) {
            return latency.draw(nextNumber);
        }
    }
}
