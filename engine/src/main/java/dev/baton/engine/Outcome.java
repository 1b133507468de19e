package dev.baton.engine;

/**
 * How a job ended. Every accepted job reaches exactly one of these (S13).
 *
 * @since 0.1
 */
public enum Outcome {
    /** Its client released it. */
    COMPLETED,
    /** Its client reported a failure, or its callback threw. */
    FAILED,
    /** A blocking acquire waited no longer. */
    TIMED_OUT,
    /** It was withdrawn before its grant. */
    CANCELLED,
    /** Its client died holding it. No job ends so yet: clients cannot be closed. */
    ABANDONED
}
