package dev.baton.engine;

import dev.baton.fence.Fence;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in the queues for work that is not the engine's and is under way, until a fence says that
 * it is done (S10). Its job waits for one thing more than its accesses, which never comes, so it is
 * never granted; that the work is done ends it whatever else it waits for.
 *
 * <p>If the work fails, each access that it may have written stays in line until its turn, is
 * poisoned then and passed on, alone: an owner ahead that still runs would otherwise take the poison
 * for one that it has cured, and an access whose turn has come must not wait for the others. The last
 * one ends the job.
 *
 * <pre>
 *   the work fails                     an access gets its turn
 *     write failed, volatile             RMW on the entry's bits
 *     read each entry's bits             read failed, volatile
 * </pre>
 *
 * One of the two sees the other; the entry's ENDING lets one poison it.
 */
final class ForeignWork extends FenceWait implements Client {
    /** How the work has failed. */
    private record Failure(End end, Throwable cause) {}

    /** Null unless it has. Written: once, by whoever hears of it. */
    private volatile @Nullable Failure failed;

    /** Accesses that are over since it failed. */
    private final AtomicInteger over = new AtomicInteger();

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

    boolean hasFailed() {
        return failed != null;
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

    /** Nothing can tell when it is done. */
    void reject(Job job, Throwable cause) {
        stop();
        fail(job, End.FAILED, cause);
    }

    private void fail(Job job, End end, Throwable cause) {
        failed = new Failure(end, cause);
        AccessSet set = job.accesses();
        if (set.orderedCount() == 0) {
            job.endForeign(end, cause);
        }
        for (int i = 0; i < set.orderedCount(); i++) {
            Entry entry = job.entryAt(set, i);
            if (entry != null) {
                endIfFailed(entry);
            }
        }
    }

    /** Ends an access of work that has failed, if there is nothing to poison or its turn has come. */
    void endIfFailed(Entry entry) {
        Failure failure = failed;
        Job job = entry.job();
        int bits = entry.bits();
        boolean shared = (bits & Entry.SHARED) != 0;
        if (failure == null || job.isEnding() || !shared && !isItsTurn(job, bits)) {
            return;
        }
        int count = job.accesses().orderedCount();
        if ((entry.mark(Entry.ENDING) & Entry.ENDING) != 0) {
            return; // another ends it
        }
        if (!shared) {
            job.dispatcher().seePoison();
            entry.queue.poison(failure.cause);
        }
        job.endAccess(entry);
        // Decides: which access was the last. Won: each is counted once, by who marked it ENDING.
        if (over.incrementAndGet() == count) {
            job.endForeign(failure.end, failure.cause);
        }
    }

    /** Under an observer an access is owned when that was told. */
    private static boolean isItsTurn(Job job, int bits) {
        int told = job.observation() == null ? 0 : Entry.TOLD;
        return Entry.isPermitted(bits) && (bits & told) == told;
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
