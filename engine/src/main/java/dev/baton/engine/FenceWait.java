package dev.baton.engine;

import dev.baton.fence.Callback;
import dev.baton.fence.Fence;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a job waits for beside its buffers: a fence. It hears of signal or timeout, never of both. */
abstract class FenceWait {
    final Fence fence;

    /** How long at most; null for as long as it takes. */
    final @Nullable Duration timeout;

    /** When that is; for reports. Written before it waits. */
    volatile long dueNanos = Snapshot.UNKNOWN_NANOS;

    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Callback callback;
    private volatile Timers.@Nullable Timer timer;

    FenceWait(Fence fence, @Nullable Duration timeout) {
        this.fence = Objects.requireNonNull(fence, "fence");
        this.timeout = timeout;
    }

    /** The fence has signaled. */
    abstract void signaled(Job job, @Nullable Throwable error);

    /** It has not, and the time is up. */
    abstract void timedOut(Job job, Duration waited);

    /** Starts waiting. If the fence has signaled, that is heard within this call. */
    final void start(Job job, @Nullable Timers timers) {
        Duration limit = timeout;
        if (limit != null) {
            Timers source = Objects.requireNonNull(timers);
            dueNanos = Timers.after(source.nowNanos(), limit);
            timer = source.at(dueNanos, () -> {
                if (finish()) {
                    timedOut(job, limit);
                    Delivery.ofThisThread().deliver();
                }
            });
        }
        callback = fence.add(signaled -> {
            if (finish()) {
                signaled(job, fence.error());
                Delivery.ofThisThread().deliver();
            }
        });
        if (callback == null && finish()) {
            signaled(job, fence.error()); // in the middle of an operation: it delivers later
        } else if (over.get()) {
            release(); // over before the two were written down
        }
    }

    /** Decides between signal, timeout and stop. Lost: another came first. */
    private boolean finish() {
        boolean won = over.compareAndSet(false, true);
        if (won) {
            release();
        }
        return won;
    }

    /** The job is over and does not want to hear of it. */
    final void stop() {
        finish();
    }

    private void release() {
        Callback added = callback;
        if (added != null) {
            added.remove();
        }
        Timers.Timer started = timer;
        if (started != null) {
            started.cancel();
        }
    }
}
