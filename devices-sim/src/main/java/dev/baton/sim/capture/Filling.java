package dev.baton.sim.capture;

import dev.baton.engine.Job;
import dev.baton.sim.capture.CaptureListener.Frame;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Surface;

import org.jspecify.annotations.Nullable;

/** One stay of a buffer with the camera, from QBUF to DQBUF. */
final class Filling {
    final int index;
    final Framebuffer picture;

    /** From the submission on, or from the grant if that comes before. */
    volatile @Nullable Job job;

    /** From the grant on. */
    @Nullable
    Surface surface;

    /** Set by STREAMOFF: not to be filled, should it still be granted. */
    volatile boolean returned;

    /** The frame; none yet. */
    @Nullable
    Frame frame;

    Filling(int index, Framebuffer picture) {
        this.index = index;
        this.picture = picture;
    }
}
