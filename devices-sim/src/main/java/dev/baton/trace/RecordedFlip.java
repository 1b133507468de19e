package dev.baton.trace;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/**
 * One commit that gave a display something to scan out.
 *
 * @param line where it was committed
 * @param commitNanos when it was committed
 * @param planes what of the display it replaces
 * @param buffers what it shows, one per plane of its framebuffers
 * @param fences what it waited for <em>instead</em> of its buffers' writers; empty if those
 * @param explicit whether it waited for fences instead
 * @param crtc its display, null if the recording does not tell
 * @param paced whether it waited for a vblank, as opposed to being shown at once: when the display
 *     is switched on, or has no vblanks
 * @param latchNanos when it was shown: the vblank's own time if it waited for one
 * @since 0.1
 */
public record RecordedFlip(
        long line,
        long commitNanos,
        List<String> planes,
        Set<String> buffers,
        Set<FenceId> fences,
        boolean explicit,
        @Nullable String crtc,
        boolean paced,
        long latchNanos) {
    RecordedFlip atVblank() {
        return new RecordedFlip(
                line, commitNanos, planes, buffers, fences, explicit, crtc, true, latchNanos);
    }
}
