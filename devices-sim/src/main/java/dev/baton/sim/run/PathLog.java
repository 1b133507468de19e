package dev.baton.sim.run;

import dev.baton.sim.scenario.BufferUse;
import dev.baton.sim.scenario.Measure;

import java.util.Arrays;
import java.util.List;

/**
 * What lies between the end of a picture's drawing and its appearance on a display: how long that
 * takes, and how many applications have to wake up for it.
 *
 * <p>For the conductor's loop.
 */
final class PathLog {
    /** Pictures that are remembered while they wait to be shown. */
    private static final int REMEMBERED_MAX = 1024;

    private static final long NONE = -1;

    private final Figures figures;
    private final LatencyLog latencies;
    private final RunPicture picture;

    /** Which picture's end of drawing is kept at its number modulo the length; {@link #NONE}. */
    private final long[] made = new long[REMEMBERED_MAX];

    private final long[] madeNanos = new long[REMEMBERED_MAX];

    PathLog(Figures figures, LatencyLog latencies, RunPicture picture) {
        this.figures = figures;
        this.latencies = latencies;
        this.picture = picture;
        Arrays.fill(made, NONE);
    }

    /** Listens to the job that shows pictures, and to those that write them. */
    void watch(Stream shower, List<Stream> all) {
        BufferUse shown = shower.spec().buffers().shows().get(0);
        for (Stream writer : all) {
            boolean writes = writer.spec().buffers().writes().stream()
                    .anyMatch(use -> use.pool().equals(shown.pool()));
            boolean unordered = writer.spec() != shower.spec()
                    && writer.spec().buffers().unordered().contains(shown);
            if (writes || unordered) {
                writer.whenMade(this::made);
            }
        }
        shower.whenMade(this::shown);
    }

    private void made(long iteration, long nanos) {
        int at = (int) (iteration % REMEMBERED_MAX);
        made[at] = iteration;
        madeNanos[at] = nanos;
    }

    private boolean isMade(long iteration) {
        return made[(int) (iteration % REMEMBERED_MAX)] == iteration;
    }

    private void shown(long iteration, long shownNanos) {
        int at = (int) (iteration % REMEMBERED_MAX);
        if (isMade(iteration) && shownNanos >= madeNanos[at]) {
            latencies.took(Span.DRAWN_TO_SHOWN, madeNanos[at], shownNanos);
        }
        made[at] = made[at] == iteration ? NONE : made[at];
    }

    /** An application that had something to do for an iteration has woken up. */
    void woke(String cpu, long iteration, long sleptNanos, long nanos) {
        latencies.took(Span.WAKE_UP, sleptNanos, nanos);
        picture.woke(cpu, iteration, sleptNanos, nanos);
        if (isMade(iteration)) {
            figures.add(Measure.WAKEUPS_ON_PATH, 1);
        }
    }

    /** The flip of an iteration was granted. */
    void granted(long iteration, long nanos) {
        called(iteration);
        if (isMade(iteration)) {
            int at = (int) (iteration % REMEMBERED_MAX);
            latencies.tookAny(Span.DRAWN_TO_GRANTED, madeNanos[at], nanos);
        }
    }

    /** The CPU was called about an iteration. */
    void called(long iteration) {
        if (isMade(iteration)) {
            figures.add(Measure.CALLS_ON_PATH, 1);
        }
    }
}
