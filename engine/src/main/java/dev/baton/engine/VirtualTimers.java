package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that moves only when it is told to (S8). It begins at 0; {@link #advance} runs what becomes
 * due, on the thread that calls it, in the order of time and, within one instant, of insertion.
 * While a task runs the time is the one it was due at.
 *
 * <p><b>Threading:</b> {@link #at}, {@link Timers.Timer#cancel} and {@link #nowNanos} from any
 * thread, lock-free; time is moved by one thread at a time, and not from inside a task.
 * <b>Memory:</b> a timer that ran or was cancelled is removed at once. <b>Cost:</b> O(log n) per
 * timer among n waiting.
 *
 * @since 0.1
 */
public final class VirtualTimers implements Timers {
    /** What is due when, by place; whoever removes a place decides what becomes of its task. */
    private final ConcurrentNavigableMap<Place, Runnable> waiting = new ConcurrentSkipListMap<>();

    private final AtomicLong numbers = new AtomicLong();
    private final AtomicBoolean moving = new AtomicBoolean();
    /** Written by the thread that moves time only, and never back. */
    private volatile long nowNanos;

    /** Timers at time 0, with nothing to do. */
    public VirtualTimers() {}

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    /**
     * Runs a task when time has been moved to its instant. A time that has passed counts as now: the
     * task runs in the next move, or in the one under way.
     *
     * @param atNanos when; {@link Long#MAX_VALUE} means never, and then nothing is kept
     * @param task runs on the thread that moves time
     * @return what takes the task back
     */
    @Override
    public Timer at(long atNanos, Runnable task) {
        Objects.requireNonNull(task, "task");
        if (atNanos == Long.MAX_VALUE) {
            return () -> false;
        }
        Place place = new Place(Math.max(atNanos, nowNanos), numbers.getAndIncrement());
        waiting.put(place, task);
        return () -> waiting.remove(place) != null;
    }

    /**
     * Moves time forward and runs what becomes due; see {@link #advanceTo}.
     *
     * @param delay how far, not negative; beyond all times means to the end of time
     */
    public void advance(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("time does not go back by " + delay);
        }
        advanceTo(Timers.after(nowNanos, delay));
    }

    /**
     * Moves time forward to an instant and runs all that is due until then, that instant included.
     * Tasks may add tasks; those that are due run as well. If tasks throw, all others still run,
     * and the first throwable is thrown at the end with the others suppressed in it.
     *
     * @param nanos the instant, not before now
     * @throws IllegalStateException if another call moves time just now, or this one comes from a
     *     task; nothing has happened then
     */
    public void advanceTo(long nanos) {
        if (nanos < nowNanos) {
            throw new IllegalArgumentException(
                    "time does not go back from " + nowNanos + " to " + nanos + " ns");
        }
        if (!moving.compareAndSet(false, true)) {
            throw new IllegalStateException("time is being moved already; one call at a time");
        }
        // Decides: this call moves time.
        // Needs:   nothing; the CAS itself finds that nobody does.
        // Won:     every other call finds true until the set below.
        // Lost:    the loser is told, and has changed nothing.
        // Orders:  the time and effects of one move, before the next move on any thread.
        // Tested by: VirtualTimersTest#aTaskCannotMoveTime
        try {
            runDue(nanos);
        } finally {
            moving.set(false);
        }
    }

    private void runDue(long untilNanos) {
        Throwable first = null;
        for (Place next = nextUntil(untilNanos); next != null; next = nextUntil(untilNanos)) {
            Runnable task = waiting.remove(next);
            if (task != null) {
                nowNanos = Math.max(nowNanos, next.atNanos());
                first = addTo(first, failureOf(task));
            }
        }
        nowNanos = untilNanos;
        if (first != null) {
            VirtualTimers.<RuntimeException>rethrow(first);
        }
    }

    private @Nullable Place nextUntil(long nanos) {
        Map.Entry<Place, Runnable> first = waiting.firstEntry();
        return first == null || first.getKey().atNanos() > nanos ? null : first.getKey();
    }

    private static @Nullable Throwable failureOf(Runnable task) {
        try {
            task.run();
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    private static @Nullable Throwable addTo(@Nullable Throwable first, @Nullable Throwable next) {
        if (first == null) {
            return next;
        }
        if (next != null && next != first) {
            first.addSuppressed(next);
        }
        return first;
    }

    /** As it came, checked or not. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Where a task stands: by time, then by insertion. No two are equal. */
    private record Place(long atNanos, long number) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::atNanos).thenComparingLong(Place::number);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }
}
