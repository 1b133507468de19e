package dev.baton.engine;

import java.time.Duration;

/** Durations as whole nanoseconds, within what a long can tell. */
final class Nanos {
    private Nanos() {}

    /** From 0, for a negative duration, to {@link Long#MAX_VALUE}, for one beyond 292 years. */
    static long of(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        try {
            return duration.toNanos();
        } catch (ArithmeticException beyond) {
            return Long.MAX_VALUE;
        }
    }
}
