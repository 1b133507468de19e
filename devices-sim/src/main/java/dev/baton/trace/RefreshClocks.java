package dev.baton.trace;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The displays' vblanks under a design: the recorded ones, or others of an even rate. */
final class RefreshClocks {
    /** A rate so near to the recorded one is that: the recorded vblanks stay. */
    private static final double SAME = 0.005;

    private static final double NANOS_PER_SECOND = 1e9;

    private final double hz;
    private final Map<String, VblankClock> even = new HashMap<>();
    private final Map<String, Boolean> same = new HashMap<>();
    private Map<String, VblankClock> recorded = Map.of();
    private long fromNanos;
    private long endNanos;
    private long takenNanos;

    /** With a rate, or as recorded. */
    RefreshClocks(double hz) {
        this.hz = hz;
    }

    /** Goes on to the end of a piece; what is before the last one is forgotten. */
    void take(Recording piece) throws UnreadableTraceException {
        recorded = piece.clocks();
        fromNanos = Math.max(piece.beginNanos(), takenNanos);
        if ((piece.endNanos() - fromNanos) / NANOS_PER_SECOND * hz > VblankLog.VBLANKS_MAX) {
            throw new UnreadableTraceException(
                    "too long without events for vblanks at " + hz + " Hz");
        }
        for (VblankClock clock : even.values()) {
            clock.forgetBefore(takenNanos);
        }
        takenNanos = endNanos;
        endNanos = piece.endNanos();
        even.values().forEach(this::extend);
    }

    /** Those of a flip's display; null if it has none. */
    @Nullable
    VblankClock of(RecordedFlip flip) {
        return of(RecordedFrames.nameOfDisplay(flip));
    }

    /** Those of a display; null if it has none. */
    @Nullable
    VblankClock of(String display) {
        VblankClock its = recorded.get(display);
        boolean own = hz == Design.AS_RECORDED
                || its != null && same.computeIfAbsent(its.crtc(), crtc -> isSame(its));
        if (own) {
            return its;
        }
        return even.computeIfAbsent(display, name -> {
            VblankClock clock = new VblankClock(name);
            clock.add(its == null ? fromNanos : its.nanosOf(its.first()));
            extend(clock);
            return clock;
        });
    }

    /** Whoever waits for no vblank does so at another rate. */
    RecordedFlip paced(RecordedFlip flip) {
        VblankClock clock = of(flip);
        return clock == null || !even.containsValue(clock) || flip.paced() ? flip : flip.atVblank();
    }

    private void extend(VblankClock clock) {
        long from = clock.nanosOf(clock.first());
        long first = clock.first();
        for (long next = 0; next < endNanos; ) {
            next = from + Math.round((clock.count() - first) * NANOS_PER_SECOND / hz);
            clock.add(next);
        }
    }

    private boolean isSame(VblankClock clock) {
        long[] periods = new long[Math.max(0, clock.count() - clock.first() - 1)];
        for (int i = 0; i < periods.length; i++) {
            periods[i] = clock.nanosOf(clock.first() + i + 1) - clock.nanosOf(clock.first() + i);
        }
        Arrays.sort(periods);
        double median = periods.length == 0 ? 0 : periods[periods.length / 2];
        return Math.abs(median * hz / NANOS_PER_SECOND - 1) <= SAME;
    }
}
