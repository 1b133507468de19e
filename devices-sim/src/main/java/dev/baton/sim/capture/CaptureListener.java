package dev.baton.sim.capture;

import dev.baton.engine.Ending;
import dev.baton.sim.pixels.Framebuffer;

/**
 * Who dequeues a camera's buffers. Told on its loop.
 *
 * @since 0.1
 */
public interface CaptureListener {
    /**
     * What {@code VIDIOC_DQBUF} tells of a filled buffer.
     *
     * @param index the buffer's
     * @param picture where the frame is
     * @param sequence the frame's number; a gap tells of frames that were dropped
     * @param timestampNanos when it was taken
     * @since 0.1
     */
    record Frame(int index, Framebuffer picture, long sequence, long timestampNanos) {}

    /**
     * A buffer holds a frame, and its job has completed.
     *
     * @param frame which
     */
    void filled(Frame frame);

    /**
     * A buffer comes back without a frame: {@code V4L2_BUF_FLAG_ERROR}, or by {@code
     * VIDIOC_STREAMOFF}.
     *
     * @param index the buffer's
     * @param ending what became of its job
     */
    default void returned(int index, Ending ending) {}

    /**
     * There was no buffer for a frame.
     *
     * @param sequence the frame's number
     */
    default void dropped(long sequence) {}
}
