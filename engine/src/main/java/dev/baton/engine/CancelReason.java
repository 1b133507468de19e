package dev.baton.engine;

/**
 * Why a job was cancelled (S13).
 *
 * @since 0.1
 */
public enum CancelReason {
    /** {@link Job#cancel()}, or the interruption of a blocking acquire. */
    CALLER,
    /** It was not granted by its {@linkplain JobOptions#expiryNanos expiry} (S8). */
    EXPIRED,
    /** It was placed behind the closing of one of its queues (S17). */
    QUEUE_CLOSED,
    /** Its client, or the dispatcher, was closed (S17). */
    CLIENT_CLOSED,
    /** A buffer was poisoned, and it asked to be skipped then (S15). */
    SKIPPED
}
