package dev.baton.trace;

import static dev.baton.trace.Recording.UNKNOWN;

import dev.baton.trace.RecordedFrames.Frame;

import org.jspecify.annotations.Nullable;

/** A recorded frame on its way through another design. Times are on the recording's clock. */
final class WhatIfFrame extends ReplayedFlip {
    final Frame frame;

    /** What the application takes to wake up for it, if it is asked to. */
    final long wakeupNanos;

    /** Counted as the recording has them. */
    final long number;

    /** Known now: the vblanks of that time may be forgotten when it is shown. */
    private final int due;

    long startNanos = UNKNOWN;
    long renderedNanos = UNKNOWN;

    WhatIfFrame(Frame frame, RefreshClocks clocks, long wakeupNanos, long number) {
        super(clocks.paced(frame.flip()), clocks.of(frame.flip()), frame.flip().commitNanos());
        this.number = number;
        this.frame = frame;
        this.due = due(clock, recorded);
        this.wakeupNanos = wakeupNanos;
    }

    /** How long it is drawn; unknown if that never ended. */
    long workNanos() {
        if (frame.drawn() == null) {
            return 0;
        }
        long end = frame.drawn().endNanos();
        boolean ends = end != UNKNOWN && end != Long.MAX_VALUE;
        return ends ? Math.max(0, end - frame.drawn().startNanos()) : UNKNOWN;
    }

    /** How long after its begin the application asked for its flip. */
    long committedAfterNanos() {
        return frame.flip().commitNanos() - frame.arrivalNanos();
    }

    boolean isLate() {
        return isLatched() && clock != null && clock.indexAt(latchNanos) > due;
    }

    /** The first vblank after it was to be shown, by the recording; none if it waited for none. */
    static int due(@Nullable VblankClock clock, RecordedFlip flip) {
        return clock == null || !flip.paced()
                ? Integer.MAX_VALUE
                : clock.indexAt(flip.commitNanos()) + 1;
    }
}
