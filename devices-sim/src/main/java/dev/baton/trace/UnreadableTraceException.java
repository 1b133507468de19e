package dev.baton.trace;

import java.io.IOException;

/**
 * A file or stream that is no recording, or too large to be read as one. The message says why, in a
 * few words and without anything that the input holds.
 *
 * @since 0.1
 */
public final class UnreadableTraceException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableTraceException(String reason) {
        super(reason);
    }
}
