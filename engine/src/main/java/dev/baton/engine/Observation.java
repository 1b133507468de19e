package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Tells a dispatcher's observer, and lets nothing that it throws into the engine: a grant or an end
 * that is decided must take effect, whoever listens.
 */
final class Observation {
    private final DispatchObserver observer;

    Observation(DispatchObserver observer) {
        this.observer = Objects.requireNonNull(observer, "observer");
    }

    void submitted(Job job, int count, @Nullable Entry @Nullable [] before) {
        long[] predecessors = new long[count];
        for (int i = 0; before != null && i < count; i++) {
            Entry predecessor = before[i];
            predecessors[i] = predecessor == null ? 0 : predecessor.job.id();
        }
        tell(() -> observer.submitted(job, predecessors));
    }

    void available(Job job, SyncQueue queue) {
        tell(() -> observer.available(job, queue));
    }

    void granted(Job job) {
        tell(() -> observer.granted(job));
    }

    void accessReleased(Job job, SyncQueue queue) {
        tell(() -> observer.accessReleased(job, queue));
    }

    /** The end of a job, which is decided and not in effect yet. */
    void ended(Job job, Outcome outcome, @Nullable CancelReason reason, @Nullable Throwable cause) {
        tell(
                switch (outcome) {
                    case COMPLETED -> () -> observer.released(job);
                    case FAILED -> () -> observer.failed(job, Objects.requireNonNull(cause));
                    case TIMED_OUT -> () -> observer.timedOut(job);
                    case CANCELLED -> () -> observer.cancelled(job, Objects.requireNonNull(reason));
                    case ABANDONED -> throw new AssertionError("no client dies yet (S16)");
                });
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (Throwable thrown) { // it is not the job's fault, nor its client's
            Delivery.report(thrown);
        }
    }
}
