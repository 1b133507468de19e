package dev.baton.sim.run;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long it took from one instant to another, in histograms.
 *
 * <p><b>Threading:</b> any of the run's loops may note; read when they have stopped.
 */
final class LatencyLog {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final int BARS = 40;

    /** Empty if the run is explored: then nobody asks for them, and they would take most of it. */
    private final Histogram[] histograms;

    /** An empty one; {@code threads} says whether the loops are threads, as one need not lock. */
    LatencyLog(boolean threads) {
        this(threads, Span.values().length);
    }

    private LatencyLog(boolean threads, int spans) {
        histograms = new Histogram[spans];
        for (int i = 0; i < histograms.length; i++) {
            histograms[i] = threads
                    ? new ConcurrentHistogram(SIGNIFICANT_DIGITS)
                    : new Histogram(SIGNIFICANT_DIGITS);
        }
    }

    /** One that stays empty. */
    static LatencyLog none() {
        return new LatencyLog(false, 0);
    }

    void took(Span span, long fromNanos, long toNanos) {
        if (histograms.length > 0) {
            histograms[span.ordinal()].recordValue(Math.max(0, toNanos - fromNanos));
        }
    }

    /** An interrupt; in virtual time, where most of them take none, one that took its time. */
    void handled(long raisedNanos, long nowNanos) {
        tookAny(Span.INTERRUPT, raisedNanos, nowNanos);
    }

    /** What in virtual time most often takes none, if it took any. */
    void tookAny(Span span, long fromNanos, long toNanos) {
        if (toNanos > fromNanos) {
            took(span, fromNanos, toNanos);
        }
    }

    /** Those that there were. */
    Map<Span, RunReport.Latencies> latencies() {
        Map<Span, RunReport.Latencies> all = new EnumMap<>(Span.class);
        for (int i = 0; i < histograms.length; i++) {
            RunReport.Latencies its = latencies(histograms[i]);
            if (its.count() > 0) {
                all.put(Span.values()[i], its);
            }
        }
        return Collections.unmodifiableMap(all);
    }

    /** Their distributions. */
    Map<Span, List<RunReport.Bar>> bars() {
        Map<Span, List<RunReport.Bar>> all = new EnumMap<>(Span.class);
        for (int i = 0; i < histograms.length; i++) {
            if (histograms[i].getTotalCount() > 0) {
                all.put(Span.values()[i], bars(histograms[i]));
            }
        }
        return Collections.unmodifiableMap(all);
    }

    private static List<RunReport.Bar> bars(Histogram nanos) {
        long from = nanos.getMinValue();
        long width = Math.max(1, (nanos.getMaxValue() - from) / BARS + 1);
        List<RunReport.Bar> bars = new ArrayList<>();
        for (int i = 0; i < BARS; i++) {
            bars.add(new RunReport.Bar(from + i * width, from + (i + 1) * width, 0));
        }
        for (HistogramIterationValue value : nanos.recordedValues()) {
            long least = nanos.lowestEquivalentValue(value.getValueIteratedTo());
            int at = (int) Math.max(0, Math.min(BARS - 1, (least - from) / width));
            RunReport.Bar bar = bars.get(at);
            long count = bar.count() + value.getCountAtValueIteratedTo();
            bars.set(at, new RunReport.Bar(bar.fromNanos(), bar.toNanos(), count));
        }
        return bars;
    }

    private static RunReport.Latencies latencies(Histogram nanos) {
        return new RunReport.Latencies(
                nanos.getTotalCount(),
                nanos.lowestEquivalentValue(nanos.getValueAtPercentile(50)),
                nanos.lowestEquivalentValue(nanos.getValueAtPercentile(99)),
                nanos.lowestEquivalentValue(nanos.getMaxValue()),
                nanos.getMinValue());
    }
}
