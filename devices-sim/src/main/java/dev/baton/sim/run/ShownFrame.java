package dev.baton.sim.run;

/**
 * A frame that was on a screen.
 *
 * @param display whose
 * @param iteration of the job that showed it
 * @param fromNanos since when
 * @param toNanos until when
 * @param torn whether parts of it were of another frame
 * @param stale whether it was not the frame that it should have been
 * @since 0.1
 */
public record ShownFrame(
        String display, long iteration, long fromNanos, long toNanos, boolean torn, boolean stale) {
    /**
     * Whether it was not as it should have been.
     *
     * @return true if it was torn or stale
     */
    public boolean isWrong() {
        return torn || stale;
    }

    /** {@return the iteration, and what was wrong} */
    @Override
    public String toString() {
        return iteration + (torn ? " torn" : "") + (stale ? " stale" : "");
    }
}
