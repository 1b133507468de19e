package dev.baton.sim.kms;

import dev.baton.fence.Fence;

import java.util.concurrent.CancellationException;

/**
 * The completion of a commit (DRM's {@code OUT_FENCE_PTR}): it signals when the commit has latched,
 * with an error if it never will. Not to be taken for the end of the job, which comes with the next
 * flip.
 *
 * @since 0.1
 */
public final class OutFence extends Fence {
    /** The answer of {@link #latchedNanos} before. */
    public static final long NEVER = -1;

    private volatile long latchedNanos = NEVER;

    OutFence(String name) {
        super(name);
    }

    /** {@return the time of the flip, the same as its listener's; {@link #NEVER} if it has none} */
    public long latchedNanos() {
        return latchedNanos;
    }

    void latched(long nanos) {
        latchedNanos = nanos;
        signal(null);
    }

    void dropped(FlipListener.Dropped why) {
        signal(new CancellationException(name() + " was dropped: " + why));
    }
}
