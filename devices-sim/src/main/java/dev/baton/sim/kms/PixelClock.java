package dev.baton.sim.kms;

/**
 * When a display's vblanks are: number n comes n periods after the start. Each time is computed from
 * the start, so rounding does not add up.
 */
record PixelClock(long startNanos, long periodNanos, int driftPpm) {
    private static final long MILLION = 1_000_000;

    /** The time of a vblank; without drift exact, else rounded down once. */
    long nanos(long vblank) {
        long nominal = Math.multiplyExact(vblank, periodNanos);
        long drift = Math.floorDiv(nominal, MILLION) * driftPpm
                + Math.floorDiv(Math.floorMod(nominal, MILLION) * driftPpm, MILLION);
        return Math.addExact(startNanos, Math.addExact(nominal, drift));
    }

    /** The first vblank after a time. */
    long after(long nanos) {
        long vblank = 0;
        for (long left = nanos - nanos(0); left >= 0; left = nanos - nanos(vblank)) {
            vblank += 1 + left / (2 * periodNanos); // never too far: it drifts by far less
        }
        return vblank;
    }
}
