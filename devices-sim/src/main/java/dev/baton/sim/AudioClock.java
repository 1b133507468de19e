package dev.baton.sim;

/**
 * The clock of a sound card: it plays samples by a crystal of its own, and reports with an interrupt
 * after each period how far it has come. Queues pass buffers on as soon as they can; what must be seen
 * when it is heard is synchronised explicitly beside them: a frame of media time t belongs to the
 * instant at which this clock plays t. {@link #dueNanos} tells that exactly, as ALSA's time stamps
 * allow to work out, and {@link #reportedNanos} when the card itself has said so; either serves as a
 * job's "not before".
 *
 * <p>Positions are computed from the start, so rounding does not add up. <b>Threading:</b> any.
 *
 * @param startNanos when it starts to play
 * @param rateHz samples in a second, by its own crystal
 * @param periodSamples from one report to the next
 * @param driftPpm by how many millionths its seconds are longer than true ones; negative for a fast
 *     crystal; at most {@link PixelClock#DRIFT_PPM_MAX} either way
 * @since 0.1
 */
public record AudioClock(long startNanos, int rateHz, long periodSamples, int driftPpm) {
    private static final long MILLION = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    /**
     * Refuses what no sound card has.
     *
     * @param startNanos when it starts to play
     * @param rateHz at least 1
     * @param periodSamples at least 1
     * @param driftPpm as above
     */
    public AudioClock {
        if (Math.abs((long) driftPpm) > PixelClock.DRIFT_PPM_MAX
                || rateHz < 1
                || periodSamples < 1) {
            throw new IllegalArgumentException("an audio clock off by " + driftPpm + " ppm, with "
                    + rateHz + " Hz and periods of " + periodSamples + "; use at most "
                    + PixelClock.DRIFT_PPM_MAX + " ppm and at least 1");
        }
    }

    /**
     * How much has been played: whole samples.
     *
     * @param nanos a time of the loop
     * @return media time in nanoseconds; negative before the start
     */
    public long positionNanos(long nanos) {
        long ownNanos = scaled(nanos - startNanos, MILLION, MILLION + driftPpm);
        return scaled(scaled(ownNanos, rateHz, SECOND), SECOND, rateHz);
    }

    /**
     * When a time of the media is played.
     *
     * @param mediaNanos negative before the start
     * @return a time of the loop
     */
    public long dueNanos(long mediaNanos) {
        return startNanos + scaled(mediaNanos, MILLION + driftPpm, MILLION);
    }

    /**
     * When the card reports that a time of the media has been played: at the end of its period.
     *
     * @param mediaNanos not negative
     * @return a time of the loop
     */
    public long reportedNanos(long mediaNanos) {
        long samples = scaled(mediaNanos + (SECOND - 1) / rateHz, rateHz, SECOND); // rounded up
        long periods = (samples + periodSamples - 1) / periodSamples;
        return dueNanos(scaled(periods * periodSamples, SECOND, rateHz));
    }

    /** {@code value * times / per} without overflow in between, rounded down. */
    private static long scaled(long value, long times, long per) {
        return value / per * times + value % per * times / per;
    }
}
