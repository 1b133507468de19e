package dev.baton.engine;

import dev.baton.fence.Fence;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** The fence of a job's end: its out-fence, or what a watch has exported. */
final class JobFence extends Fence {
    /** Whose end; hints go to it, and to what it waits for. Null until that is known. */
    private volatile @Nullable Job job;

    JobFence(String name) {
        super(name);
    }

    /** Whose end the fence will tell. */
    void tells(Job of) {
        job = of;
        if (deadlineNanos() != Long.MAX_VALUE) {
            DeadlineHint.pass(of, deadlineNanos());
        }
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
