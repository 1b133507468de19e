package dev.baton.engine;

/**
 * How a job ended. Every accepted job reaches exactly one of these (S13).
 *
 * @since 0.1
 */
public enum Outcome {
    /** Its client released it. */
    COMPLETED,
    /** Its client reported a failure or threw, its delivery or timer was rejected, or poison failed it. */
    FAILED,
    /** A blocking acquire waited no longer, or the client gave no sign of life (S16). */
    TIMED_OUT,
    /** It was withdrawn before its grant. */
    CANCELLED,
    /** Its client was closed and did not give the buffers back in time (S17). */
    ABANDONED
}
