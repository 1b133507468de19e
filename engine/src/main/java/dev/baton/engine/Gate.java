package dev.baton.engine;

import dev.baton.fence.Fence;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * A fence that a job waits for beside its buffers (S9): an in-fence.
 *
 * <p>Before placing, the job takes no place until the fence has signaled: whoever submits meanwhile
 * comes before it. Holding its place, the job keeps its turn, and everything behind it waits with
 * it; so it must say for how long.
 *
 * <p>A fence that signals with an error opens its gate too. What the job does then is its {@link
 * PoisonPolicy}, as behind a failed writer; {@link Job#poison()} tells.
 *
 * @param fence what to wait for
 * @param timeout for a gate that holds the place, after which the job ends TIMED_OUT; null for one
 *     before placing, which may wait for as long as the job's expiry lets it
 * @since 0.1
 */
public record Gate(Fence fence, @Nullable Duration timeout) {
    /**
     * Refuses a timeout that leaves no time.
     *
     * @param fence what to wait for
     * @param timeout how long a place may be held for it
     * @throws RefusedException (S9) if the timeout is not positive
     */
    public Gate {
        Objects.requireNonNull(fence, "fence");
        if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
            throw new RefusedException("S9", "to hold a place " + timeout + " for " + fence);
        }
    }

    /**
     * A gate before the placing.
     *
     * @param fence what to wait for
     * @return the gate
     */
    public static Gate beforePlacing(Fence fence) {
        return new Gate(fence, null);
    }

    /**
     * A gate that holds the job's place.
     *
     * @param fence what to wait for
     * @param timeout how long at most, from the placing on
     * @return the gate
     * @throws RefusedException (S9) if the timeout is not positive
     */
    public static Gate holdingPlace(Fence fence, Duration timeout) {
        return new Gate(fence, Objects.requireNonNull(timeout, "timeout"));
    }

    /** Whether the job has its place while it waits. */
    boolean holdsPlace() {
        return timeout != null;
    }

    /** What waits for it on behalf of one job that is placed. */
    FenceWait waiting() {
        return new Holding(fence, timeout);
    }

    private static final class Holding extends FenceWait {
        Holding(Fence fence, @Nullable Duration timeout) {
            super(fence, timeout);
        }

        @Override
        void signaled(Job job, @Nullable Throwable error) {
            job.particularsMade().noteGate(error);
            Delivery.ofThisThread().count(job);
        }

        @Override
        void timedOut(Job job, Duration waited) {
            Throwable cause = new TimeoutException(job + " waited " + waited + " for " + fence);
            job.revoke(End.TIMED_OUT, cause);
            Delivery.ofThisThread().count(job); // over for its out-fence
        }
    }
}
