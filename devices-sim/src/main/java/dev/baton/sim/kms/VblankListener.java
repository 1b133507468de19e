package dev.baton.sim.kms;

import dev.baton.engine.Job;

/**
 * Hears of a display's vblanks, on its loop.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface VblankListener {
    /**
     * A vblank has passed.
     *
     * @param sequence its number, from 1; those that nobody handled, as the display was off or hung,
     *     are counted as well
     * @param nanos its time by the display's clock
     * @param latched whether a flip latched at it
     */
    void vblank(long sequence, long nanos, boolean latched);

    /**
     * The buffers of a flip that had left the screen were not given back: the completion was lost on
     * its way. They are now. DRM reports "flip_done timed out".
     *
     * @param flip the job, which ends after this
     * @param sequence the vblank at which the display gave up waiting
     */
    default void flipDoneTimedOut(Job flip, long sequence) {}
}
