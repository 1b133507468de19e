package dev.baton.trace;

import static dev.baton.trace.Recording.UNKNOWN;

import dev.baton.engine.Job;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;

/** One recorded flip on its way through the engine. Times are on the recording's clock. */
class ReplayedFlip {
    final RecordedFlip recorded;
    final @Nullable VblankClock clock;

    /** Its commit, or the last recorded signal that it had to wait for. */
    final long requiredNanos;

    /** What of it is still on the screen, once it is. */
    final Set<String> planesShown;

    @Nullable
    Job granted;

    long grantNanos = UNKNOWN;
    long latchNanos = UNKNOWN;

    /** As which it was submitted to its display. */
    long turn;

    /** Whether a later one was shown instead. */
    boolean dropped;

    ReplayedFlip(RecordedFlip recorded, @Nullable VblankClock clock, long requiredNanos) {
        this.recorded = recorded;
        this.clock = clock;
        this.requiredNanos = requiredNanos;
        this.planesShown = new HashSet<>(recorded.planes());
    }

    boolean isPaced() {
        return clock != null && recorded.paced();
    }

    boolean isLatched() {
        return latchNanos != UNKNOWN;
    }

    /** Whether it is shown between the same two vblanks as in the recording. */
    boolean isAtRecordedVblank() {
        return clock != null
                && isLatched()
                && recorded.latchNanos() != UNKNOWN
                && clock.indexAt(latchNanos) == clock.indexAt(recorded.latchNanos());
    }

    /** Whether it is shown before the first vblank behind all that it had to wait for. */
    boolean isEarly() {
        if (clock == null || !recorded.paced()) {
            return isLatched() && latchNanos < requiredNanos;
        }
        return isLatched() && clock.indexAt(latchNanos) <= clock.indexAt(requiredNanos);
    }
}
