package dev.baton.sim.kms;

import dev.baton.engine.AccessMode;

import java.util.Objects;

/**
 * A request to show a framebuffer from some vblank on.
 *
 * @param framebuffer what to show
 * @param mode SHARED to wait for what is being drawn; UNORDERED to show it whatever happens to it
 * @param listener told when it has latched
 * @since 0.1
 */
public record PageFlip(Framebuffer framebuffer, AccessMode mode, Listener listener) {
    /**
     * Refuses nulls and a mode that would keep other readers out.
     *
     * @param framebuffer what to show
     * @param mode SHARED or UNORDERED
     * @param listener told when it has latched
     */
    public PageFlip {
        Objects.requireNonNull(framebuffer, "framebuffer");
        Objects.requireNonNull(listener, "listener");
        if (mode == AccessMode.EXCLUSIVE) {
            throw new IllegalArgumentException("a display reads; it needs no EXCLUSIVE access");
        }
    }

    /**
     * Hears of a flip's completion, and sees what is scanned out for the first time after it.
     *
     * @since 0.1
     */
    public interface Listener {
        /**
         * The flip has latched: the framebuffer is on the screen from this vblank on.
         *
         * @param sequence the vblank's number
         * @param nanos the vblank's time
         */
        void latched(long sequence, long nanos);

        /**
         * The beam has read one row.
         *
         * @param row from 0, the topmost
         * @param line the pixels; valid during this call
         */
        default void scannedOut(int row, int[] line) {}
    }
}
