package dev.baton.trace.format;

import dev.baton.event.Event;
import dev.baton.trace.RecordedFlip;
import dev.baton.trace.RecordedJob;
import dev.baton.trace.Recording;
import dev.baton.trace.ReplayWatcher;
import dev.baton.trace.VblankClock;
import dev.baton.trace.text.FtraceEvent;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a replay as it goes by: what was recorded on rows named {@code recorded}, and what the
 * engine made of it on rows named {@code baton}, on one clock that begins with the recording.
 *
 * <p>For one thread.
 */
public final class ReplayTrace implements ReplayWatcher, Closeable {
    private static final String RECORDED = "recorded ";
    private static final String BATON = "baton ";

    /** What stands for a fence that a flip waits for: there are many, and each is used once. */
    private static final String FENCE = "fence ";

    private final List<TraceSink> sinks;
    private final List<JobTrace> jobs = new ArrayList<>();
    private final Rows rows = new Rows("recorded jobs");
    private final Map<String, Screen> screens = new HashMap<>();
    private final Map<String, Integer> vblanks = new HashMap<>();
    private long beginNanos = Recording.UNKNOWN;
    private long lastNanos;

    /**
     * A trace of a replay that begins.
     *
     * @param sinks each takes it whole; closed with this
     */
    public ReplayTrace(List<TraceSink> sinks) {
        this.sinks = List.copyOf(sinks);
        this.sinks.forEach(sink -> jobs.add(new JobTrace(new Named(sink))));
    }

    /** What a display shows. */
    private record Screen(String text, long sinceNanos) {}

    /** Names whatever is Baton's own. */
    private record Named(TraceSink sink) implements TraceSink {
        private static Lane of(Lane lane) {
            return new Lane(BATON + lane.group(), BATON + lane.name());
        }

        @Override
        public void slice(Lane lane, long fromNanos, long toNanos, String name) throws IOException {
            if (!lane.name().startsWith(FENCE)) {
                sink.slice(of(lane), fromNanos, toNanos, name);
            }
        }

        @Override
        public void handOver(Lane from, long fromNanos, Lane to, long toNanos, String name)
                throws IOException {
            sink.handOver(of(from), fromNanos, of(to), toNanos, name);
        }

        @Override
        public void ftrace(FtraceEvent event) throws IOException {
            sink.ftrace(event);
        }

        @Override
        public void close() {}
    }

    @Override
    public void recorded(Recording piece) {
        if (beginNanos == Recording.UNKNOWN) {
            beginNanos = piece.beginNanos();
        }
        piece.jobs().stream()
                .filter(job -> job.endNanos() != Recording.UNKNOWN)
                .sorted(Comparator.comparingLong(ReplayTrace::from))
                .forEach(this::recorded);
        for (RecordedFlip flip : piece.flips()) {
            if (flip.latchNanos() != Recording.UNKNOWN) {
                showed(RECORDED, flip, flip.latchNanos());
            }
        }
        piece.clocks().values().forEach(clock -> vblanks(clock, piece.endNanos()));
    }

    private void recorded(RecordedJob job) {
        String name = job.ring() == null ? "context " + job.fence().context() : job.ring();
        long from = from(job) - beginNanos;
        long to = Math.max(from, job.endNanos() - beginNanos);
        slice(rows.free(RECORDED + name, from, to), from, to, "fence " + job.fence());
    }

    /** When its ring began, or else when it was submitted. */
    private static long from(RecordedJob job) {
        boolean started = job.startNanos() != Recording.UNKNOWN;
        return started ? job.startNanos() : job.submitNanos();
    }

    private void vblanks(VblankClock clock, long untilNanos) {
        int next = Math.max(clock.first(), vblanks.getOrDefault(clock.crtc(), 0));
        Lane lane = new Lane("displays", RECORDED + clock.crtc() + " vblanks");
        for (; next < clock.count() && clock.nanosOf(next) <= untilNanos; next++) {
            long nanos = clock.nanosOf(next) - beginNanos;
            slice(lane, nanos, nanos, "vblank " + next);
        }
        vblanks.put(clock.crtc(), next);
    }

    @Override
    public void on(Event event) {
        lastNanos = Math.max(lastNanos, event.nanos());
        jobs.forEach(trace -> trace.on(event));
    }

    @Override
    public void showed(RecordedFlip flip, long nanos) {
        showed(BATON, flip, nanos);
    }

    /** Of both it is told at its begin; so it is written when the next one takes its place. */
    private void showed(String whose, RecordedFlip flip, long nanos) {
        String display = whose + (flip.crtc() == null ? "display" : flip.crtc());
        long now = nanos - beginNanos;
        close(display, now);
        screens.put(display, new Screen("flip of line " + flip.line(), now));
    }

    private void close(String display, long nanos) {
        Screen before = screens.get(display);
        if (before != null && nanos >= before.sinceNanos) {
            slice(new Lane("displays", display), before.sinceNanos, nanos, before.text);
        }
    }

    private void slice(Lane lane, long fromNanos, long toNanos, String name) {
        lastNanos = Math.max(lastNanos, toNanos);
        try {
            for (TraceSink sink : sinks) {
                sink.slice(lane, fromNanos, toNanos, name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what is still going on, and completes the files. */
    @Override
    public void close() throws IOException {
        long end = lastNanos;
        List.copyOf(screens.keySet()).forEach(display -> close(display, end));
        for (JobTrace trace : jobs) {
            trace.end(end);
        }
        for (TraceSink sink : sinks) {
            sink.close();
        }
    }
}
