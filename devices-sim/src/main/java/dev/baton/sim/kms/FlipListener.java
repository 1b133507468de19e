package dev.baton.sim.kms;

import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.pixels.Rows;

/**
 * Hears of a flip's completion, and sees what is scanned out while it is on the screen. Called on
 * the display's loop.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface FlipListener {
    /**
     * The flip has latched: from now on it is on the screen. Called once, unless {@link #dropped} is.
     *
     * @param sequence the vblank's number; of the last one for an immediate flip
     * @param nanos the vblank's time by the display's clock; the time itself for an immediate flip
     */
    void latched(long sequence, long nanos);

    /** The CPU is called, as all that the flip waits for is over. Not of one that hardware orders. */
    default void granted() {}

    /**
     * The flip will never latch.
     *
     * @param why what came in its way
     */
    default void dropped(Dropped why) {}

    /**
     * The beam has read some rows of this flip. With several planes they are composed; with a
     * primary plane alone they are the rows of its framebuffer's first plane.
     *
     * @param lines what it has read
     */
    default void scannedOut(ScanLines lines) {}

    /** What comes in the way of a flip. */
    enum Dropped {
        /** A later one was ready at the same vblank, in {@link Presentation#MAILBOX}. */
        REPLACED,
        /** The display was turned off. */
        OFF,
        /** Its job ended before: it expired, its in-fence timed out, its client was closed. */
        ENDED,
        /** The display cannot reach its buffers. */
        UNREACHABLE
    }

    /**
     * Rows as the beam has read them.
     *
     * @param sequence the vblank that began this refresh
     * @param rows which rows
     * @param format of the bytes
     * @param bytes the rows, packed; valid during the call
     */
    record ScanLines(long sequence, Rows rows, PixelFormat format, byte[] bytes) {}
}
