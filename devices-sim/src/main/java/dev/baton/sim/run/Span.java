package dev.baton.sim.run;

import dev.baton.sim.Worded;

/**
 * From one instant to another: what a run keeps the latencies of.
 *
 * @since 0.1
 */
public enum Span implements Worded {
    /** From what wakes an application, or a cpu that sleeps, to its running. */
    WAKE_UP,
    /** From an interrupt's being raised (a completion, a vblank, a camera's frame) to its handling. */
    INTERRUPT,
    /** From the grant of a job to a gpu or cpu to the start of its work. */
    GRANT_TO_START,
    /** From the end of a picture's drawing to its flip's grant, since when the next vblank takes it. */
    DRAWN_TO_GRANTED,
    /** From the end of a picture's drawing to its appearance on a display. */
    DRAWN_TO_SHOWN,
    /** From a frame's sound to its appearance on a display, or the other way round. */
    AV_SKEW
}
