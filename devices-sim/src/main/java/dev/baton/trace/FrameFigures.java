package dev.baton.trace;

import dev.baton.trace.Timeline.Look;
import dev.baton.trace.Timeline.Slice;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of a recording's frames under one design.
 *
 * @since 0.1
 */
public final class FrameFigures {
    /** So many frames are kept for a picture. */
    static final int KEPT_MAX = 2_000;

    final List<Shot> shots = new ArrayList<>();
    private final Samples latencies = new Samples();
    private long frames;
    private long shown;
    private long late;
    private long dropped;
    private long blocked;
    private long blockedNanos;
    private long lawsBroken;

    FrameFigures() {}

    /** One frame, as it is drawn; times count from the recording's begin, negative if unknown. */
    record Shot(
            String display,
            long number,
            long startNanos,
            long endNanos,
            long latchNanos,
            boolean late) {
        Slice drawn() {
            return new Slice(startNanos, endNanos, "" + number, (int) number, Look.SOLID);
        }

        Slice shownUntil(long nanos) {
            return new Slice(
                    latchNanos, nanos, "" + number, (int) number, late ? Look.WRONG : Look.SOLID);
        }
    }

    void keep(Shot shot) {
        if (shots.size() < KEPT_MAX) {
            shots.add(shot);
        }
    }

    /** A frame, shown or not. */
    void frame(boolean wasDropped) {
        frames++;
        dropped += wasDropped ? 1 : 0;
    }

    void shown(long latencyNanos, boolean wasLate) {
        shown++;
        late += wasLate ? 1 : 0;
        latencies.add(Math.max(0, latencyNanos));
    }

    void wasBlocked() {
        blocked++;
    }

    void blockedFor(long nanos) {
        blockedNanos += nanos;
    }

    void laws(long broken) {
        lawsBroken = broken;
    }

    /** {@return all frames} */
    public long frames() {
        return frames;
    }

    /** {@return those that were shown} */
    public long shown() {
        return shown;
    }

    /** {@return those shown behind the first vblank after their recorded commit} */
    public long late() {
        return late;
    }

    /** {@return those that a newer one was shown instead of} */
    public long dropped() {
        return dropped;
    }

    /** {@return those that waited for a free buffer} */
    public long blocked() {
        return blocked;
    }

    /** {@return for how long one of a display's frames at least did, over all displays} */
    public long blockedNanos() {
        return blockedNanos;
    }

    /** {@return how many laws the run broke} */
    public long lawsBroken() {
        return lawsBroken;
    }

    /**
     * From a frame's end to its being shown.
     *
     * @param percent of those shown, at most so many of which took no longer
     * @return nanoseconds; 0 if none was shown
     */
    public long latencyNanos(int percent) {
        return latencies.percentile(percent);
    }

    /** {@return the longest such time} */
    public long latencyMaxNanos() {
        return latencies.max();
    }
}
