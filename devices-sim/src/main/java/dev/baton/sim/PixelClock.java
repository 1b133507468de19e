package dev.baton.sim;

/**
 * The clock of a display or of a camera: its tick number n comes n periods after the start, by a
 * crystal that is a little off. Each time is computed from the start, so rounding does not add up.
 *
 * <p><b>Threading:</b> any.
 *
 * @param startNanos when tick 0 is
 * @param periodNanos from tick to tick, by its own crystal
 * @param driftPpm by how many millionths its periods are longer than that; negative for shorter; at
 *     most {@link #DRIFT_PPM_MAX} either way
 * @since 0.1
 */
public record PixelClock(long startNanos, long periodNanos, int driftPpm) {
    /** How far a crystal may be off, either way. */
    public static final int DRIFT_PPM_MAX = 10_000;

    private static final long MILLION = 1_000_000;

    /**
     * The time of a tick.
     *
     * @param tick its number
     * @return by the system's clock; without drift exact, else rounded down once
     */
    public long nanos(long tick) {
        long nominal = Math.multiplyExact(tick, periodNanos);
        long drift = Math.floorDiv(nominal, MILLION) * driftPpm
                + Math.floorDiv(Math.floorMod(nominal, MILLION) * driftPpm, MILLION);
        return Math.addExact(startNanos, Math.addExact(nominal, drift));
    }

    /**
     * The first tick after a time.
     *
     * @param nanos by the system's clock
     * @return its number, not negative
     */
    public long after(long nanos) {
        long tick = 0;
        for (long left = nanos - nanos(0); left >= 0; left = nanos - nanos(tick)) {
            tick += 1 + left / (2 * periodNanos); // never too far: it drifts by far less
        }
        return tick;
    }
}
