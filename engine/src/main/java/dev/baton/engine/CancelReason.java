package dev.baton.engine;

/**
 * Why a job was cancelled before its grant (S13).
 *
 * @since 0.1
 */
public enum CancelReason {
    /** {@link Job#cancel()}, or the interruption of a blocking acquire. */
    CALLER,
    /** It was placed behind the closing of one of its queues (S17). */
    QUEUE_CLOSED
}
