package dev.baton.sim.run;

import dev.baton.event.Event;
import dev.baton.event.Event.SubmittedAccess;
import dev.baton.event.EventListener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;

/**
 * Why the first jobs failed, in words, so that a run loses none without saying so.
 *
 * <p><b>Threading:</b> any thread may publish; read when all have stopped.
 */
final class Losses implements EventListener {
    /** Failures that are kept in words; the others only count. */
    static final int TOLD_MAX = 4;

    /** Submissions that are remembered, to tell whose job has failed: a power of two. */
    private static final int REMEMBERED_MAX = 256;

    /** By the job's id modulo its length. Whoever submits writes; read by whoever ends a job. */
    private final AtomicReferenceArray<Event.Submitted> recent =
            new AtomicReferenceArray<>(REMEMBERED_MAX);

    /** Guard: itself. */
    private final List<String> told = new ArrayList<>();

    private static int index(Event event) {
        return (int) (event.job() & REMEMBERED_MAX - 1);
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.Submitted submitted) {
            recent.setPlain(index(submitted), submitted); // an immutable record: safe by any access
        } else if (event instanceof Event.Failed failed) {
            failed(failed);
        }
    }

    private void failed(Event.Failed failed) {
        synchronized (told) {
            if (told.size() < TOLD_MAX) {
                told.add(job(failed) + " failed: " + failed.cause());
            }
        }
    }

    private String job(Event.Failed failed) {
        Event.Submitted submitted = recent.get(index(failed));
        return submitted == null || submitted.job() != failed.job()
                ? "a job"
                : "a job of " + submitted.client() + " on "
                        + submitted.accesses().stream()
                                .map(SubmittedAccess::queueName)
                                .collect(Collectors.joining(", "));
    }

    List<String> told() {
        synchronized (told) {
            return List.copyOf(told);
        }
    }
}
