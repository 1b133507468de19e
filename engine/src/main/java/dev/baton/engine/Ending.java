package dev.baton.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a job ended, with everything that is known of why (S13).
 *
 * @param outcome the outcome
 * @param reason why it was cancelled; null unless it was
 * @param cause what went wrong; null if it completed or was cancelled
 * @since 0.1
 */
public record Ending(
        Outcome outcome,
        @Nullable CancelReason reason,
        @Nullable Throwable cause) {}
