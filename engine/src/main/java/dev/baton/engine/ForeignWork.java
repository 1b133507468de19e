package dev.baton.engine;

import dev.baton.fence.Fence;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Stands in the queues for work that is not the engine's and is under way, until a fence says that
 * it is done (S10). Its job waits for one thing more than its accesses, which never comes, so it is
 * never granted; that it is done ends it whatever else it waits for.
 *
 * <p>If it fails it waits for its accesses after all, and poisons them in its turn: an earlier owner
 * that still runs would otherwise take the poison for one that it has cured.
 */
final class ForeignWork extends FenceWait implements Client {
    /** How it failed; null unless it did. Written before the last count-down, read after it. */
    private @Nullable End failure;

    private ForeignWork(Fence fence, Duration timeout) {
        super(fence, timeout);
    }

    static Job job(Admission admission, AccessSet set, Fence fence, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new RefusedException(
                    "S10", "to wait " + timeout + " for " + fence + " is not to wait");
        }
        ForeignWork work = new ForeignWork(fence, timeout);
        return admission.create(set, work, null, JobOptions.DEFAULT, List.of(work));
    }

    @Nullable
    End failure() {
        return failure;
    }

    @Override
    void signaled(Job job, @Nullable Throwable error) {
        if (error == null) {
            job.endForeign();
        } else {
            fail(job, End.FAILED, error);
        }
    }

    @Override
    void timedOut(Job job, Duration waited) {
        fail(job, End.TIMED_OUT, new TimeoutException(fence + " did not signal within " + waited));
    }

    private void fail(Job job, End end, Throwable cause) {
        failure = end;
        job.particularsMade().objection = cause;
        Delivery.ofThisThread().count(job);
    }

    @Override
    public void granted(Job job) {
        throw new AssertionError(job + " is foreign work and must not be granted");
    }

    @Override
    public void deadlineHinted(Job job, long nanos) {
        fence.hintDeadline(nanos);
    }

    @Override
    public String name() {
        return fence.name();
    }
}
