package dev.baton.trace.text;

/**
 * One record of Weston's timeline log.
 *
 * @param number which record of the file, from 1
 * @param nanos the compositor's clock
 * @param name what happened
 * @param output the output's number in the log, 0 for none
 * @param surface the surface's, 0 for none
 * @param vblankNanos when the display showed what was posted; -1 for none
 */
public record WestonEvent(
        long number, long nanos, String name, long output, long surface, long vblankNanos) {
    /** An output's picture was on the screen at {@link #vblankNanos}. */
    public static final String FINISHED = "core_repaint_finished";

    /** The compositor begins to draw an output. */
    public static final String BEGIN = "core_repaint_begin";

    /** It has given the output's picture to the display. */
    public static final String POSTED = "core_repaint_posted";

    /** It draws a surface on an output. */
    public static final String FLUSH = "core_flush_damage";

    /** A client has given a surface new contents. */
    public static final String COMMIT = "core_commit_damage";
}
