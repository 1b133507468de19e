package dev.baton.sim.pixels;

/**
 * The refusal of a framebuffer, as DRM's {@code ADDFB2} refuses one (EINVAL): says what does not fit
 * and what would.
 *
 * @since 0.1
 */
public final class FramebufferException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /**
     * A refusal.
     *
     * @param message one line
     */
    public FramebufferException(String message) {
        super(message);
    }
}
