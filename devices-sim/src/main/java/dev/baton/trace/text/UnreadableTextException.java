package dev.baton.trace.text;

import java.io.IOException;

/** No text at all, or too much of it. The message holds nothing of the input. */
public final class UnreadableTextException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param reason in a few words, quoting nothing of the input
     */
    public UnreadableTextException(String reason) {
        super(reason);
    }
}
