package dev.baton.trace;

import java.util.List;

/**
 * What happened when, to be looked at: runs under each other on one clock, each with lanes of
 * slices and with vblanks across. {@link TimelineSvg} draws it.
 *
 * @since 0.1
 */
public final class Timeline {
    private Timeline() {}

    /**
     * One stretch of time on a lane.
     *
     * @param fromNanos begin
     * @param toNanos end
     * @param text what it is, in a word
     * @param family slices of one family, such as all of one frame, share a colour
     * @param look how it is drawn
     */
    public record Slice(long fromNanos, long toNanos, String text, int family, Look look) {
        /** The family of what belongs to none; drawn in grey. */
        public static final int NO_FAMILY = -1;
    }

    /** How a slice is drawn. */
    public enum Look {
        /** Work, or ownership. */
        SOLID,
        /** Something wrong with it. */
        WRONG
    }

    /**
     * Slices under one name, in a row of their own.
     *
     * @param name whose they are
     * @param slices in any order, not overlapping
     */
    public record Lane(String name, List<Slice> slices) {}

    /**
     * A vblank.
     *
     * @param nanos its time
     * @param missed whether a frame was due and none latched
     */
    public record Vblank(long nanos, boolean missed) {}

    /**
     * Lanes that belong together.
     *
     * @param title what it shows
     * @param lanes from top to bottom
     * @param vblanks in the order of time
     */
    public record Run(String title, List<Lane> lanes, List<Vblank> vblanks) {}
}
