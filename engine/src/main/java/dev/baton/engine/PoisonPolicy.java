package dev.baton.engine;

/**
 * What becomes of a job that is to be granted a buffer whose last exclusive owner failed (S15).
 *
 * @since 0.1
 */
public enum PoisonPolicy {
    /** It is granted all the same, and may look at {@link Job#poison()}. */
    RUN,
    /** It ends CANCELLED, SKIPPED, instead of being granted; its own buffers stay as they are. */
    SKIP,
    /** It ends FAILED with the same cause instead, and so poisons what it was to write. */
    FAIL
}
