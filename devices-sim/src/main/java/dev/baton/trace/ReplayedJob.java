package dev.baton.trace;

import static dev.baton.trace.Recording.UNKNOWN;

import dev.baton.engine.Job;

import org.jspecify.annotations.Nullable;

/** One recorded job on its way through the engine. Times are on the recording's clock. */
final class ReplayedJob {
    final RecordedJob recorded;

    @Nullable
    Job granted;

    long startNanos = UNKNOWN;
    long endNanos = UNKNOWN;
    boolean endedWaiting;

    ReplayedJob(RecordedJob recorded) {
        this.recorded = recorded;
    }

    boolean hasBothStarts() {
        return recorded.hasStart() && startNanos != UNKNOWN;
    }

    boolean hasBothEnds() {
        return recorded.hasEnd() && !recorded.endLost() && endNanos != UNKNOWN;
    }
}
