package dev.baton.sim.kms;

import dev.baton.engine.AccessMode;
import dev.baton.sim.pixels.Framebuffer;

import java.util.Objects;

/**
 * A request to show a framebuffer, and nothing else, from some vblank on.
 *
 * @param framebuffer what to show
 * @param mode SHARED to wait for what is being drawn; UNORDERED to show it whatever happens to it
 * @param listener told when it has latched
 * @since 0.1
 */
public record PageFlip(Framebuffer framebuffer, AccessMode mode, FlipListener listener) {
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
}
