package dev.baton.engine;

/**
 * What a job asks for beside its buffers. Immutable; share one among all jobs of a kind.
 *
 * @param openEnded the job ends when its client says so and not before long: a display holds its
 *     front buffer until its next flip latches (S20)
 * @since 0.1
 */
public record JobOptions(boolean openEnded) {
    /** Nothing special. */
    public static final JobOptions DEFAULT = new JobOptions(false);

    /** Held until the client ends it, however long (S20). */
    public static final JobOptions OPEN_ENDED = new JobOptions(true);
}
