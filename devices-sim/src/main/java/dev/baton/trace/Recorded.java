package dev.baton.trace;

/**
 * What a recording holds, counted.
 *
 * @param input what was read
 * @param beginNanos before everything else, on the recording's clock
 * @param endNanos after everything else
 * @param jobs all
 * @param jobsEnded those whose end was recorded
 * @param endsLost those whose end the recorder missed: later fences of their context did signal
 * @param flips all
 * @param flipsShown those that were seen to latch
 * @param notVsynced those that waited for no vblank
 * @param vblanks of all displays
 * @param buffersAssigned as {@link Recording#buffersAssigned}
 * @param withoutSubmission as {@link Recording#withoutSubmission}
 * @since 0.1
 */
public record Recorded(
        RecordingInput input,
        long beginNanos,
        long endNanos,
        int jobs,
        int jobsEnded,
        int endsLost,
        int flips,
        int flipsShown,
        int notVsynced,
        int vblanks,
        boolean buffersAssigned,
        int withoutSubmission) {

    static Recorded of(Recording recording) {
        return new Recorded(
                recording.input(),
                recording.beginNanos(),
                recording.endNanos(),
                recording.jobs().size(),
                (int) recording.jobs().stream()
                        .filter(job -> job.hasEnd() && !job.endLost())
                        .count(),
                (int) recording.jobs().stream().filter(RecordedJob::endLost).count(),
                recording.flips().size(),
                (int) recording.flips().stream()
                        .filter(flip -> flip.latchNanos() != Recording.UNKNOWN)
                        .count(),
                (int) recording.flips().stream().filter(flip -> !flip.paced()).count(),
                recording.vblanks(),
                recording.buffersAssigned(),
                recording.withoutSubmission());
    }

    /** This and the next piece; what a piece tells of all that was read so far is the later's. */
    Recorded and(Recorded next) {
        return new Recorded(
                next.input,
                beginNanos,
                next.endNanos,
                jobs + next.jobs,
                jobsEnded + next.jobsEnded,
                endsLost + next.endsLost,
                flips + next.flips,
                flipsShown + next.flipsShown,
                notVsynced + next.notVsynced,
                next.vblanks,
                next.buffersAssigned,
                next.withoutSubmission);
    }
}
