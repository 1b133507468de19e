package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The queues of one dispatcher, as long as somebody else uses them. From their tails every job that
 * is not over can be found, so a dispatcher need not keep account of its jobs.
 *
 * <p>A stack by CAS, which only grows, but for a sweep that replaces it by a copy without the
 * queues that are gone. <b>Progress:</b> lock-free. <b>Cost:</b> one object for a queue's first job,
 * nothing for the others; sweeping is O(1) per queue, amortised.
 */
final class KnownQueues {
    /** Not worth a sweep. */
    private static final int SWEEP_MIN = 1024;

    private final AtomicReference<@Nullable Known> head = new AtomicReference<>();
    private final AtomicInteger untilSweep = new AtomicInteger(SWEEP_MIN);

    /** Adds a queue; to add it twice does no harm. */
    void add(SyncQueue queue) {
        Known before;
        do {
            before = head.get();
            // Decides: that the queue is known. Lost: another came first; try again.
        } while (!head.compareAndSet(before, new Known(queue, before)));
        if (untilSweep.decrementAndGet() == 0) {
            sweep();
        }
    }

    void forEach(Consumer<SyncQueue> action) {
        for (Known known = head.get(); known != null; known = known.before) {
            SyncQueue queue = known.get();
            if (queue != null) {
                action.accept(queue);
            }
        }
    }

    private void sweep() {
        Known seen = head.get();
        Known kept = null;
        int count = 0;
        for (Known known = seen; known != null; known = known.before) {
            SyncQueue queue = known.get();
            if (queue != null) {
                kept = new Known(queue, kept);
                count++;
            }
        }
        // Decides: that the gone are forgotten. Lost: queues came meanwhile; the next sweep will
        // do.
        head.compareAndSet(seen, kept);
        untilSweep.set(Math.max(SWEEP_MIN, count));
    }

    private static final class Known extends WeakReference<SyncQueue> {
        final @Nullable Known before;

        Known(SyncQueue queue, @Nullable Known before) {
            super(queue);
            this.before = before;
        }
    }
}
