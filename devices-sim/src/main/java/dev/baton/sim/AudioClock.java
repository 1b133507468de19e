package dev.baton.sim;

/**
 * The clock of a sound card: how far it has played, by a crystal of its own that runs a little fast
 * or slow. Queues pass buffers on as soon as they can; what must be seen when it is heard is
 * synchronised explicitly beside them: a frame of media time t is due when this clock plays t. {@link
 * #dueNanos} tells that for a job's "not before", as ALSA's time stamps do.
 *
 * <p>Positions are computed from the start, so rounding does not add up. <b>Threading:</b> any.
 *
 * @since 0.1
 */
public final class AudioClock {
    /** How far a crystal may be off, in parts per million, either way. */
    public static final long DRIFT_PPM_MAX = 10_000;

    private static final long MILLION = 1_000_000;

    private final long startNanos;
    private final long driftPpm;

    /**
     * A clock of media time 0.
     *
     * @param startNanos when it starts to play
     * @param driftPpm how much faster than others it runs, at most {@link #DRIFT_PPM_MAX} either way
     */
    public AudioClock(long startNanos, long driftPpm) {
        if (Math.abs(driftPpm) > DRIFT_PPM_MAX) {
            throw new IllegalArgumentException(
                    "an audio clock off by " + driftPpm + " ppm; use at most " + DRIFT_PPM_MAX);
        }
        this.startNanos = startNanos;
        this.driftPpm = driftPpm;
    }

    /**
     * How much has been played.
     *
     * @param nanos a time of the loop, not before the start
     * @return media time in nanoseconds
     */
    public long positionNanos(long nanos) {
        return scaled(nanos - startNanos, MILLION + driftPpm, MILLION);
    }

    /**
     * When a time of the media is played.
     *
     * @param mediaNanos not negative
     * @return a time of the loop
     */
    public long dueNanos(long mediaNanos) {
        return startNanos + scaled(mediaNanos, MILLION, MILLION + driftPpm);
    }

    /** {@code value * times / per} without overflow in between, rounded down. */
    private static long scaled(long value, long times, long per) {
        return value / per * times + value % per * times / per;
    }
}
