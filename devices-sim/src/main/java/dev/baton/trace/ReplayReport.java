package dev.baton.trace;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Snapshot;
import dev.baton.law.Laws;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What became of a recording in the engine, beside what was recorded.
 *
 * @param recorded what was replayed
 * @param jobsEnded jobs that came to their recorded end
 * @param endedWaiting those of them whose fence signalled while Baton still made them wait
 * @param flipsShown flips that latched
 * @param buffers how many buffers were used
 * @param uses how often in which mode
 * @param flipsAtRecordedVblank flips shown between the same two vblanks as in the recording
 * @param flipsEarly flips shown before the first vblank behind their commit and the last signal that
 *     they had to wait for
 * @param order whether starts kept their order
 * @param startDeltas by how much starts differ from the recorded ones
 * @param endDeltas by how much ends differ
 * @param ringDepths how many jobs each ring had at once in the recording, by its name
 * @param laws what was judged
 * @param eventHash the run's fingerprint
 * @param waits who waits for whom at the end of the recording; null if all have ended
 * @since 0.1
 */
public record ReplayReport(
        Recorded recorded,
        int jobsEnded,
        int endedWaiting,
        int flipsShown,
        int buffers,
        Map<AccessMode, Integer> uses,
        int flipsAtRecordedVblank,
        int flipsEarly,
        StartOrder order,
        Deltas startDeltas,
        Deltas endDeltas,
        Map<String, Integer> ringDepths,
        Laws laws,
        String eventHash,
        @Nullable Snapshot waits) {

    /**
     * By how much simulated times differ from recorded ones, either way.
     *
     * @param count how many were compared; the others are 0 if none
     * @param p50Micros half of the differences are no larger
     * @param p99Micros 99 of 100 are no larger
     */
    public record Deltas(int count, double p50Micros, double p99Micros) {
        static Deltas of(Samples nanos) {
            return new Deltas(
                    nanos.count(), nanos.percentile(50) / 1000.0, nanos.percentile(99) / 1000.0);
        }
    }

    /**
     * What was submitted to the engine.
     *
     * @return the number of jobs, flips among them
     */
    public int submitted() {
        return recorded.jobs() + recorded.flips();
    }

    /**
     * What came to its recorded end: a fence's signal, a ring's work, a flip's latch.
     *
     * @return the number of jobs, flips among them
     */
    public int completed() {
        return jobsEnded + flipsShown;
    }

    /**
     * What the recording gives no end: a fence that never signals, a flip with no vblank left.
     *
     * @return the number of jobs, flips among them
     */
    public int cancelled() {
        return submitted() - completed();
    }
}
