package dev.baton.engine;

import dev.baton.fence.Fence;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** The fence of a job's end: its out-fence, or what a watch has exported. */
final class JobFence extends Fence {
    /** How many snapshots to look at for one that says the same: readers' and writers' alternate. */
    private static final int SNAPSHOTS_MAX = 4;

    /** Whose end; hints go to it, and to what it waits for. Null until that is known. */
    private volatile @Nullable Job job;

    JobFence(String name) {
        super(name);
    }

    /** What was exported last, if only snapshots were taken since; null if there is no such fence. */
    static @Nullable JobFence lastOf(SyncQueue queue, AccessMode mode) {
        Place at = queue.tailAcquire();
        for (int i = 0; i < SNAPSHOTS_MAX; i++) {
            if (!(at instanceof Entry entry) || !entry.has(Entry.WATCH)) {
                return null;
            }
            boolean same = entry.has(Entry.SHARED) == (mode == AccessMode.SHARED);
            if (same && entry.job().work() instanceof JobFence present && !present.isSignaled()) {
                return present;
            }
            at = entry.prev();
        }
        return null;
    }

    /** Whose end the fence will tell. */
    void tells(Job of) {
        job = of;
        if (deadlineNanos() != Long.MAX_VALUE) {
            DeadlineHint.pass(of, deadlineNanos());
        }
    }

    /** Whose end it waits for; null if that is not known, or it has signaled. */
    @Nullable
    Job job() {
        return job;
    }

    /** Tells the end of a watch. */
    void follow(Job watch) {
        tells(watch);
        watch.whenEnded().thenAccept(this::end);
    }

    void end(Ending ending) {
        job = null;
        signal(errorOf(ending));
    }

    private @Nullable Throwable errorOf(Ending ending) {
        return switch (ending.outcome()) {
            case COMPLETED -> null;
            case CANCELLED ->
                new CancellationException(
                        name() + " was cancelled: " + Objects.requireNonNull(ending.reason()));
            default ->
                Objects.requireNonNullElseGet(
                        ending.cause(), () -> new TimeoutException(name() + " timed out"));
        };
    }

    @Override
    protected void deadlineHinted(long nanos) {
        Job now = job;
        if (now != null) {
            DeadlineHint.pass(now, nanos);
        }
    }
}
