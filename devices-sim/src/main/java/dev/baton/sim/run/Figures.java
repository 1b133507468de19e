package dev.baton.sim.run;

import dev.baton.sim.scenario.Measure;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a run has counted so far, by {@link Measure}.
 *
 * <p><b>Threading:</b> any thread; each number by itself is exact.
 *
 * @since 0.1
 */
public final class Figures {
    private final AtomicLongArray numbers = new AtomicLongArray(Measure.values().length);
    private final AtomicLong pixels = new AtomicLong();

    Figures() {}

    /**
     * One figure.
     *
     * @param measure which
     * @return its number, in the measure's unit
     */
    public long of(Measure measure) {
        return numbers.get(measure.ordinal());
    }

    /**
     * How many pixels were drawn and scanned out.
     *
     * @return the sum of both
     */
    public long pixels() {
        return pixels.get();
    }

    void add(Measure measure, long more) {
        if (more != 0) {
            numbers.getAndAdd(measure.ordinal(), more);
        }
    }

    void passed(long morePixels) {
        pixels.getAndAdd(morePixels);
    }

    void atLeast(Measure measure, long number) {
        numbers.accumulateAndGet(measure.ordinal(), number, Math::max);
    }
}
