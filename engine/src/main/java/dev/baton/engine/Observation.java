package dev.baton.engine;

import dev.baton.fence.Signalling;

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

    void submitted(Job job, long[] predecessors) {
        tell(() -> observer.submitted(job, predecessors));
    }

    void available(Job job, SyncQueue queue) {
        tell(() -> observer.available(job, queue));
    }

    void granted(Job job) {
        tell(() -> observer.granted(job));
    }

    void handedOver(Job job, HardwareDomain<?> domain) {
        tell(() -> observer.handedOver(job, domain));
    }

    void accessReleased(Job job, SyncQueue queue) {
        tell(() -> observer.accessReleased(job, queue));
    }

    void downgraded(Job job, SyncQueue queue) {
        tell(() -> observer.downgraded(job, queue));
    }

    /** The end of a job, which is decided and not in effect yet. */
    void ended(Job job, End end, @Nullable Throwable cause) {
        tell(
                switch (end.outcome) {
                    case COMPLETED -> () -> observer.released(job);
                    case FAILED -> () -> observer.failed(job, Objects.requireNonNull(cause));
                    case TIMED_OUT -> () -> observer.timedOut(job);
                    case CANCELLED ->
                        () -> observer.cancelled(job, Objects.requireNonNull(end.reason));
                    case ABANDONED -> () -> observer.abandoned(job, Objects.requireNonNull(cause));
                });
    }

    private static void tell(Runnable call) {
        Signalling section = Signalling.begin(); // a grant or an end waits for this
        try {
            call.run();
        } catch (Throwable thrown) { // it is not the job's fault, nor its client's
            Signalling.report(thrown);
        } finally {
            section.close();
        }
    }
}
