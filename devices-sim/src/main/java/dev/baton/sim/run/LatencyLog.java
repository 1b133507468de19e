package dev.baton.sim.run;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long it took from one instant to another, in histograms.
 *
 * <p><b>Threading:</b> any of the run's loops may note; read when they have stopped.
 */
final class LatencyLog {
    private static final int SIGNIFICANT_DIGITS = 4;

    private final Histogram[] histograms = new Histogram[Span.values().length];

    /** An empty one; {@code threads} says whether the loops are threads, as one need not lock. */
    LatencyLog(boolean threads) {
        for (int i = 0; i < histograms.length; i++) {
            histograms[i] = threads
                    ? new ConcurrentHistogram(SIGNIFICANT_DIGITS)
                    : new Histogram(SIGNIFICANT_DIGITS);
        }
    }

    void took(Span span, long fromNanos, long toNanos) {
        histograms[span.ordinal()].recordValue(Math.max(0, toNanos - fromNanos));
    }

    /** An interrupt; in virtual time, where most of them take none, one that took its time. */
    void handled(long raisedNanos, long nowNanos) {
        if (nowNanos > raisedNanos) {
            took(Span.INTERRUPT, raisedNanos, nowNanos);
        }
    }

    /** Those that there were. */
    Map<Span, RunReport.Latencies> latencies() {
        Map<Span, RunReport.Latencies> all = new EnumMap<>(Span.class);
        for (Span span : Span.values()) {
            RunReport.Latencies its = latencies(histograms[span.ordinal()]);
            if (its.count() > 0) {
                all.put(span, its);
            }
        }
        return Collections.unmodifiableMap(all);
    }

    private static RunReport.Latencies latencies(Histogram nanos) {
        return new RunReport.Latencies(
                nanos.getTotalCount(),
                nanos.getValueAtPercentile(50),
                nanos.getValueAtPercentile(99),
                nanos.getMaxValue(),
                nanos.getMinValue());
    }
}
