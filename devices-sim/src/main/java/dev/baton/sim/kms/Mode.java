package dev.baton.sim.kms;

import dev.baton.sim.pixels.Framebuffer;

/**
 * What a display shows: so many pixels, so often.
 *
 * @param width pixels in a row
 * @param height rows
 * @param periodNanos from vblank to vblank, by the display's own clock
 * @since 0.1
 */
public record Mode(int width, int height, long periodNanos) {
    /** The longest time between vblanks. */
    public static final long PERIOD_MAX_NANOS = 10_000_000_000L;

    /**
     * Refuses what no display shows.
     *
     * @param width pixels in a row
     * @param height rows
     * @param periodNanos from vblank to vblank
     */
    public Mode {
        int max = Framebuffer.SIDE_MAX;
        if (width < 1 || height < 1 || width > max || height > max) {
            throw new IllegalArgumentException(
                    "no mode of " + width + "x" + height + "; take 1x1 to " + max + "x" + max);
        }
        if (periodNanos < 1 || periodNanos > PERIOD_MAX_NANOS) {
            throw new IllegalArgumentException(
                    "no refresh period of " + periodNanos + " ns; take 1 to " + PERIOD_MAX_NANOS);
        }
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
