package dev.baton.engine;

import dev.baton.fence.Signalling;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees to it that a client that owns buffers gives a sign of life from time to time (S16). It never
 * counts waiting: the clock starts when the first access is owned. When it runs out the client is
 * asked; if it does not say that it is at work it is fenced off, and only then its buffers go on.
 *
 * <p>{@code due} decides between a report of progress and the end: a report moves it, by CAS; the
 * watchdog replaces it by EXPIRED, by CAS, and no report is accepted after that. A release still
 * may be: that is decided in the job's state.
 */
final class HoldWatchdog {
    private static final long NOT_STARTED = -1;
    private static final long EXPIRED = -2;

    private final Job job;
    private final Timers timers;
    private final Duration hold;

    /** The time, or one of the two above. */
    private final AtomicLong due = new AtomicLong(NOT_STARTED);

    /** Stale at worst by one: a timer that finds its job over does nothing. */
    private volatile Timers.@Nullable Timer timer;

    HoldWatchdog(Job job, Timers timers, Duration hold) {
        this.job = job;
        this.timers = timers;
        this.hold = hold;
    }

    void start() {
        long end = Timers.after(timers.nowNanos(), hold);
        // Decides: when the hold began. Lost: another access came first, or the clock ran out.
        if (due.compareAndSet(NOT_STARTED, end)) {
            wakeAt(end);
        }
    }

    /** A sign of life; false if the clock has not started or has run out. */
    boolean progress() {
        long now = due.get();
        while (now >= 0) {
            long later = Timers.after(timers.nowNanos(), hold);
            // Decides: that the hold goes on. Lost: another report, or the end; look again.
            if (later <= now || due.compareAndSet(now, later)) {
                return true;
            }
            now = due.get();
        }
        return false;
    }

    /** When it ends the hold; unknown before it has started and after it has run out. */
    long dueNanos() {
        return Math.max(due.get(), Snapshot.UNKNOWN_NANOS);
    }

    void stop() {
        Timers.Timer last = timer;
        if (last != null) {
            last.cancel();
        }
    }

    private void wakeAt(long nanos) {
        timer = timers.at(nanos, this::look);
        if (job.isOver()) {
            stop(); // it ended before this timer was known
        }
    }

    private void look() {
        try {
            lookNow();
        } catch (RuntimeException rejected) { // by the timers: not to be held without a watchdog
            // Decides: who revokes. Won: it stays EXPIRED, so one finds it otherwise.
            if (due.getAndSet(EXPIRED) >= 0) {
                job.revoke(End.FAILED, rejected);
            }
        }
    }

    private void lookNow() {
        long end = due.get();
        if (job.isEnding() || end < 0) {
            return;
        }
        if (timers.nowNanos() < end) {
            wakeAt(end);
        } else if (asksClient()) {
            progress();
            wakeAt(due.get());
        } else if (due.compareAndSet(end, EXPIRED)) {
            // Decides: the revocation. Lost: the hold goes on, as progress was reported.
            job.revoke(
                    End.TIMED_OUT, new TimeoutException(job + " gave no sign of life for " + hold));
        } else {
            wakeAt(due.get()); // progress was reported while the client was asked
        }
    }

    private boolean asksClient() {
        Client client = job.client();
        Signalling section = Signalling.begin(); // the hung device's fence must not be waited for
        try {
            return client != null && client.isWorking(job);
        } catch (Throwable thrown) { // no sign of life
            Signalling.report(thrown);
            return false;
        } finally {
            section.close();
        }
    }
}
