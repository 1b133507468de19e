package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Outcome;
import dev.baton.event.Event;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the events of one try. Where threads race, whether a job came just before another one ended
 * or just after is as the events have it.
 */
final class Census {
    /** What is not over on a queue. */
    private static final class Line {
        int readers;
        int writers;
        int reading;

        void change(boolean shared, int by) {
            readers += shared ? by : 0;
            writers += shared ? 0 : by;
        }
    }

    /** One access that is not over. */
    private static final class Held {
        final Line line;
        boolean shared;
        boolean available;

        Held(Line line, boolean shared) {
            this.line = line;
            this.shared = shared;
        }
    }

    /** A job that has not ended. */
    private record Live(boolean waited, Map<Long, Held> held) {}

    private final Map<Long, Line> lines = new HashMap<>();
    private final Map<Long, Live> live = new HashMap<>();
    private final Map<Outcome, Long> ends = new EnumMap<>(Outcome.class);
    private long jobs;
    private long waited;
    private long grantedAtOnce;
    private long grantedLater;
    private boolean shared;

    void on(Event event) {
        if (event instanceof Event.Submitted submitted) {
            submit(submitted);
            return;
        }
        Live job = live.get(event.job());
        if (job == null) {
            return;
        }
        if (event instanceof Event.Available available) {
            Held held = job.held.get(available.queue());
            if (held != null) {
                held.available = true;
                read(held);
            }
        } else if (event instanceof Event.Granted) {
            grantedLater += job.waited ? 1 : 0;
            grantedAtOnce += job.waited ? 0 : 1;
        } else if (event instanceof Event.Downgraded downgraded) {
            downgrade(job.held.get(downgraded.queue()));
        } else if (event instanceof Event.AccessReleased released) {
            end(job.held.remove(released.queue()));
        } else if (event instanceof Event.End end) {
            live.remove(event.job());
            job.held.values().forEach(this::end);
            ends.merge(outcome(end), 1L, Long::sum);
        }
    }

    private void submit(Event.Submitted event) {
        Map<Long, Held> held = new HashMap<>();
        boolean waits = false;
        for (Event.SubmittedAccess access : event.accesses()) {
            if (access.mode() != AccessMode.UNORDERED) {
                Line line = lines.computeIfAbsent(access.queue(), id -> new Line());
                boolean reads = access.mode() == AccessMode.SHARED;
                waits |= line.writers > 0 || !reads && line.readers > 0;
                line.change(reads, +1);
                held.put(access.queue(), new Held(line, reads));
            }
        }
        jobs++;
        waited += waits ? 1 : 0;
        live.put(event.job(), new Live(waits, held));
    }

    private void read(Held held) {
        if (held.shared) {
            held.line.reading++;
            shared |= held.line.reading > 1;
        }
    }

    private void downgrade(@Nullable Held held) {
        if (held != null && !held.shared) {
            held.line.change(false, -1);
            held.line.change(true, +1);
            held.shared = true;
            read(held);
        }
    }

    private void end(@Nullable Held held) {
        if (held != null) {
            held.line.change(held.shared, -1);
            held.line.reading -= held.shared && held.available ? 1 : 0;
        }
    }

    private static Outcome outcome(Event.End end) {
        if (end instanceof Event.Released) {
            return Outcome.COMPLETED;
        }
        if (end instanceof Event.Cancelled) {
            return Outcome.CANCELLED;
        }
        if (end instanceof Event.TimedOut) {
            return Outcome.TIMED_OUT;
        }
        return end instanceof Event.Failed ? Outcome.FAILED : Outcome.ABANDONED;
    }

    Counts counts(long lateReleases) {
        return new Counts(
                1,
                waited > 0 ? 1 : 0,
                shared ? 1 : 0,
                jobs,
                grantedAtOnce,
                grantedLater,
                Map.copyOf(ends),
                lateReleases);
    }
}
