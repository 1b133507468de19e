package dev.baton.fence;

import java.io.Serial;

/**
 * The error of a fence whose producer went away without a signal.
 *
 * @since 0.1
 */
public final class FenceAbandonedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    FenceAbandonedException(String message) {
        super(message);
    }
}
