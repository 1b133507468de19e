package dev.baton.sim.run;

import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.scenario.Measure;

/**
 * What one display has shown of one job's frames, judged by the numbers in their pixels.
 *
 * <p>For the display's loop.
 */
final class FrameLog {
    private final Figures figures;
    private final RunPicture picture;
    private final String display;
    private long shown = -1;
    private long shownNanos;
    private int expected;
    private int firstNumber;
    private boolean begun;
    private boolean seen;
    private boolean torn;
    private boolean fresh;
    private boolean stale;
    private long missed;

    FrameLog(Figures figures, RunPicture picture, String display) {
        this.figures = figures;
        this.picture = picture;
        this.display = display;
    }

    /** A frame is on the screen from now on; its pixels carry a number. */
    void latched(long iteration, long number, long nanos) {
        judge(nanos);
        figures.add(Measure.PRESENTED, 1);
        figures.add(Measure.MISSED_VBLANKS, missed);
        missed = 0;
        shown = iteration;
        expected = (int) (number & FrameStamp.NUMBERS - 1);
        shownNanos = nanos;
        begun = false;
        seen = false;
        fresh = true;
        torn = false;
        stale = false;
    }

    /** The beam comes to the frame at a row; below the first, another frame is above it. */
    void began(int row) {
        torn |= !begun && row > 0;
        begun = true;
    }

    /** One row as the beam saw it, with the number that it carries. */
    void row(int number) {
        if (!seen) {
            seen = true;
            firstNumber = number;
        }
        torn |= number != firstNumber;
        stale |= number != expected;
    }

    void vblank(long nanos) {
        boolean repeats = !fresh && shown >= 0; // without waiting, frames come between vblanks
        fresh = false;
        missed += repeats ? 1 : 0; // counted when another frame comes at all
        figures.add(Measure.REPEATED, repeats ? 1 : 0);
        picture.vblank(display, nanos, repeats);
    }

    void dropped() {
        figures.add(Measure.DROPPED, 1);
    }

    /** The last frame leaves the screen. */
    void ended(long nanos) {
        judge(nanos);
        shown = -1;
    }

    private void judge(long nanos) {
        if (shown < 0) {
            return;
        }
        figures.add(Measure.TORN, torn ? 1 : 0);
        figures.add(Measure.STALE, stale ? 1 : 0);
        picture.showed(new ShownFrame(display, shown, shownNanos, nanos, torn, stale));
    }
}
