package dev.baton.trace;

import dev.baton.engine.AccessMode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One job of the recorded system: a fence, and the buffers it was attached to. Times are on the
 * recording's clock, {@link Recording#UNKNOWN} where the recording does not tell.
 *
 * @param fence its fence
 * @param ring the hardware ring that it ran on, null if the recording does not know of one
 * @param line where it was submitted: the order of jobs submitted at the same time
 * @param submitNanos when it was submitted
 * @param startNanos when the ring started it
 * @param endNanos when its fence signalled
 * @param endLost whether the recorder missed its end: later fences of its context did signal
 * @param uses its buffers, as they were named
 * @since 0.1
 */
public record RecordedJob(
        FenceId fence,
        @Nullable String ring,
        long line,
        long submitNanos,
        long startNanos,
        long endNanos,
        boolean endLost,
        List<Use> uses) {

    /**
     * That a job uses a buffer.
     *
     * @param buffer its name in the recording
     * @param mode how
     */
    public record Use(String buffer, AccessMode mode) {
        boolean excludes(Use other) {
            boolean ordered = mode != AccessMode.UNORDERED && other.mode != AccessMode.UNORDERED;
            boolean alone = mode == AccessMode.EXCLUSIVE || other.mode == AccessMode.EXCLUSIVE;
            return ordered && alone && buffer.equals(other.buffer);
        }
    }

    boolean hasStart() {
        return startNanos != Recording.UNKNOWN;
    }

    boolean hasEnd() {
        return endNanos != Recording.UNKNOWN;
    }

    /** How long the ring took for it: unknown without start or end, none if its end was missed. */
    long workNanos() {
        if (endLost) {
            return 0;
        }
        return hasStart() && hasEnd() ? Math.max(0, endNanos - startNanos) : Recording.UNKNOWN;
    }

    /** When those who waited for it could go on; never, if it has no end that came or was missed. */
    long signalNanos() {
        return hasEnd() || endLost ? endNanos : Long.MAX_VALUE;
    }

    RecordedJob using(Use use) {
        return new RecordedJob(
                fence, ring, line, submitNanos, startNanos, endNanos, endLost, List.of(use));
    }
}
