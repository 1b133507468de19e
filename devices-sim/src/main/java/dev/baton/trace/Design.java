package dev.baton.trace;

import dev.baton.sim.Worded;

/**
 * How frames get to a display: what a recording might have been with another.
 *
 * @param policy who brings a finished frame to the display
 * @param buffers how many each display's frames take in turn, or {@link #AS_RECORDED}
 * @param refreshHz how often a display shows something new, or {@link #AS_RECORDED}
 * @since 0.1
 */
public record Design(Policy policy, int buffers, double refreshHz) {
    /** As it was in the recording. */
    public static final int AS_RECORDED = 0;

    /** The most buffers. */
    public static final int BUFFERS_MAX = 64;

    /** The highest rate. */
    public static final double REFRESH_HZ_MAX = 1_000;

    /** The least there is: what the recorded systems did, with what they had. */
    public static final Design RECORDED = new Design(Policy.QUEUED, AS_RECORDED, AS_RECORDED);

    /** Who brings a finished frame to the display. */
    public enum Policy implements Worded {
        /** The application queues its flip at once; the flip waits for the frame, in its queue. */
        QUEUED,
        /** The application is woken when the frame is finished, and then asks for the flip. */
        APPLICATION,
        /** As queued, but frames do not wait for their turn: the newest finished one is shown. */
        MAILBOX
    }

    /**
     * Refuses what no display can be.
     *
     * @param policy who brings a finished frame to the display
     * @param buffers as above; one is on the screen, so it takes 2 at least
     * @param refreshHz as above
     */
    public Design {
        boolean some = buffers == AS_RECORDED || (buffers >= 2 && buffers <= BUFFERS_MAX);
        boolean paced = refreshHz == AS_RECORDED || (refreshHz >= 1 && refreshHz <= REFRESH_HZ_MAX);
        if (!some || !paced) {
            throw new IllegalArgumentException(buffers + " buffers at " + refreshHz
                    + " Hz; use 2 to " + BUFFERS_MAX + " and 1 to " + REFRESH_HZ_MAX);
        }
    }
}
