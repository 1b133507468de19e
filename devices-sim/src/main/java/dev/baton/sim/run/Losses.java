package dev.baton.sim.run;

import dev.baton.event.Event;
import dev.baton.event.EventListener;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which jobs failed or timed out first, and why, in words: a run loses none without saying so.
 *
 * <p><b>Threading:</b> any thread may publish; read when all have stopped.
 */
final class Losses implements EventListener {
    /** Losses that are kept in words; the others only count. */
    static final int TOLD_MAX = 4;

    /** The class of what was thrown, before its message. */
    private static final Pattern EXCEPTION = Pattern.compile("^(?:\\w+\\.)+\\w+: ");

    /** Submissions that are remembered, to tell whose job has failed: a power of two. */
    private static final int REMEMBERED_MAX = 256;

    /** By a job's id modulo their length. The conductor writes; read by whoever ends a job. */
    private final AtomicReferenceArray<@Nullable Order> recent =
            new AtomicReferenceArray<>(REMEMBERED_MAX);

    /** Whose order stands there; 0 while that is replaced. */
    private final AtomicLongArray ids = new AtomicLongArray(REMEMBERED_MAX);

    /** For the conductor, on which everything is submitted. */
    private @Nullable Order placing;

    /** Guard: itself. */
    private final List<String> told = new ArrayList<>();

    private static int index(Event event) {
        return (int) (event.job() & REMEMBERED_MAX - 1);
    }

    /** What is submitted from now on is for this order. On the conductor. */
    void placing(Order order) {
        placing = order;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.Submitted submitted) {
            int index = index(submitted);
            ids.setRelease(index, 0); // so a reader that finds the id twice has its order
            recent.setRelease(index, placing);
            ids.setRelease(index, submitted.job());
        } else if (event instanceof Event.Failed failed) {
            tell(failed, " failed: " + EXCEPTION.matcher(failed.cause()).replaceFirst(""));
        } else if (event instanceof Event.TimedOut) {
            tell(event, " timed out");
        }
    }

    private void tell(Event end, String how) {
        synchronized (told) {
            if (told.size() < TOLD_MAX) {
                told.add(job(end) + how);
            }
        }
    }

    private String job(Event end) {
        int index = index(end);
        boolean before = ids.getAcquire(index) == end.job();
        Order order = recent.getAcquire(index);
        if (!before || order == null || ids.getAcquire(index) != end.job()) {
            return "a job";
        }
        return order.spec().name() + " " + order.iteration() + " of "
                + order.spec().on() + " on "
                + order.set().accesses().stream()
                        .map(access -> access.queue().name())
                        .collect(Collectors.joining(", "));
    }

    List<String> told() {
        synchronized (told) {
            return List.copyOf(told);
        }
    }
}
