package dev.baton.fence;

/**
 * Where a fence stands; the kernel says 0, 1 and a negative error.
 *
 * @since 0.1
 */
public enum FenceStatus {
    /** It has not happened yet. */
    PENDING,
    /** It has happened, and all is well. */
    SIGNALED,
    /** It has happened, with an error. */
    FAILED
}
