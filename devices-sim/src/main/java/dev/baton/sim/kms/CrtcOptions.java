package dev.baton.sim.kms;

import dev.baton.buffers.Device;
import dev.baton.sim.PixelClock;

import java.util.Objects;

/**
 * What a display is like. Immutable; begin with {@link #of} and change what is different.
 *
 * @param name for events and reports
 * @param mode what it shows
 * @param driftPpm by how many millionths its periods are longer than the mode says; negative for
 *     shorter; at most {@link
 *     PixelClock#DRIFT_PPM_MAX} either way
 * @param presentation when flips latch
 * @param bands how many bands the rows are read in; 1 reads all of them at the vblank
 * @param device how it reaches memory
 * @since 0.1
 */
public record CrtcOptions(
        String name, Mode mode, int driftPpm, Presentation presentation, int bands, Device device) {
    /** The most bands. */
    public static final int BANDS_MAX = 1_024;

    private static final int BANDS = 32;

    /**
     * Refuses what no display is like.
     *
     * @param name for events and reports
     * @param mode what it shows
     * @param driftPpm as above
     * @param presentation when flips latch
     * @param bands as above
     * @param device how it reaches memory
     */
    public CrtcOptions {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(presentation, "presentation");
        Objects.requireNonNull(device, "device");
        if (Math.abs((long) driftPpm) > PixelClock.DRIFT_PPM_MAX
                || bands < 1
                || bands > BANDS_MAX) {
            throw new IllegalArgumentException(name + ": " + driftPpm + " ppm and " + bands
                    + " bands; use at most " + PixelClock.DRIFT_PPM_MAX + " and 1 to " + BANDS_MAX);
        }
    }

    /**
     * A display with a true clock, whose flips wait for their turn.
     *
     * @param name for events and reports
     * @param mode what it shows
     * @return the options
     */
    public static CrtcOptions of(String name, Mode mode) {
        return new CrtcOptions(name, mode, 0, Presentation.FIFO, BANDS, Device.named(name));
    }

    /**
     * The same with a clock that is off.
     *
     * @param ppm by how many millionths its periods are longer
     * @return the options
     */
    public CrtcOptions drift(int ppm) {
        return new CrtcOptions(name, mode, ppm, presentation, bands, device);
    }

    /**
     * The same with another rule for flips.
     *
     * @param rule when flips latch
     * @return the options
     */
    public CrtcOptions presentation(Presentation rule) {
        return new CrtcOptions(name, mode, driftPpm, rule, bands, device);
    }

    /**
     * The same with another number of bands.
     *
     * @param count how many bands the rows are read in
     * @return the options
     */
    public CrtcOptions bands(int count) {
        return new CrtcOptions(name, mode, driftPpm, presentation, count, device);
    }

    /**
     * The same with another way to memory.
     *
     * @param way how it reaches memory
     * @return the options
     */
    public CrtcOptions device(Device way) {
        return new CrtcOptions(name, mode, driftPpm, presentation, bands, way);
    }
}
