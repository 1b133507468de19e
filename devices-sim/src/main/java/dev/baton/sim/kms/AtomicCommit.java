package dev.baton.sim.kms;

import java.util.List;
import java.util.Objects;

/**
 * A new state of a display, taken over as a whole at one vblank: DRM's atomic commit, non-blocking.
 * It names every plane that is to be seen; the others go dark.
 *
 * @param planes what they show; one of them is the primary one
 * @param async whether it latches as soon as it is ready, tearing or not (DRM's {@code
 *     PAGE_FLIP_ASYNC})
 * @param listener told when it has latched
 * @since 0.1
 */
public record AtomicCommit(List<Plane> planes, boolean async, FlipListener listener) {
    /**
     * Copies the list.
     *
     * @param planes what they show
     * @param async whether it latches as soon as it is ready
     * @param listener told when it has latched
     */
    public AtomicCommit {
        planes = List.copyOf(planes);
        Objects.requireNonNull(listener, "listener");
    }

    /**
     * A commit that latches at a vblank.
     *
     * @param listener told when it has latched
     * @param planes what they show
     * @return the commit
     */
    public static AtomicCommit of(FlipListener listener, Plane... planes) {
        return new AtomicCommit(List.of(planes), false, listener);
    }
}
