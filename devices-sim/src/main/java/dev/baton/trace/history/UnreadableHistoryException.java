package dev.baton.trace.history;

import java.io.IOException;

/**
 * A file or stream that is no log of grants, or too large to be judged. The message says why and what
 * to do, and holds nothing of the input.
 *
 * @since 0.1
 */
public final class UnreadableHistoryException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableHistoryException(String reason) {
        super(reason);
    }
}
