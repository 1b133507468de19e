package dev.baton.trace;

import dev.baton.engine.AccessMode;
import dev.baton.trace.RecordedJob.Use;
import dev.baton.trace.text.UnreadableTextException;
import dev.baton.trace.text.WestonEvent;
import dev.baton.trace.text.WestonReader;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a compositor's log tells, as jobs and flips. A commit of a surface is a job that writes the
 * surface's contents. A repaint of an output is a job, from its begin to its posting, that reads the
 * surfaces drawn and writes the next of the output's buffers; posting it is a flip, on the screen at
 * the vblank that the log tells. The log names no buffers: an output and a surface have {@value
 * Recording#ASSIGNED_BUFFERS} each, which they take in turn.
 */
final class WestonRecording implements WestonReader.Sink {
    static final int RECORDS_MAX = 1_000_000;

    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, Output> outputs = new LinkedHashMap<>();
    private final Map<Long, Long> commits = new HashMap<>();
    private final List<RecordedJob> jobs = new ArrayList<>();
    private final List<RecordedFlip> flips = new ArrayList<>();
    private final Map<String, Long> skipped = new TreeMap<>();
    private long beginNanos = Long.MAX_VALUE;
    private long endNanos;
    private long events;

    private WestonRecording() {}

    /** An output of the compositor. */
    private static final class Output {
        private final String name;
        private final VblankClock clock;
        private final Set<Long> drawn = new LinkedHashSet<>();
        private @Nullable WestonEvent begun;
        private @Nullable WestonEvent posted;
        private long repaints;

        Output(String name) {
            this.name = name;
            this.clock = new VblankClock(name);
        }

        String buffer() {
            return name + " buffer " + repaints % Recording.ASSIGNED_BUFFERS;
        }
    }

    static Recording read(InputStream in) throws IOException {
        WestonRecording log = new WestonRecording();
        try {
            new WestonReader(in, log).readAll();
        } catch (UnreadableTextException e) {
            throw new UnreadableTraceException(String.valueOf(e.getMessage()));
        }
        return log.recording();
    }

    private Recording recording() throws UnreadableTraceException {
        Map<String, VblankClock> clocks = new LinkedHashMap<>();
        for (Output output : outputs.values()) {
            clocks.put(output.name, output.clock);
        }
        if (jobs.isEmpty() && flips.isEmpty()) {
            throw new UnreadableTraceException(
                    "nothing to replay: no commit and no repaint among " + events + " events");
        }
        RecordingInput input = new RecordingInput("weston", events, skipped, 0, List.of(), 0);
        return new Recording(input, jobs, flips, clocks, beginNanos, endNanos, true, 0);
    }

    @Override
    public void object(long id, String type, String name) throws IOException {
        count();
        names.put(id, name);
    }

    private void count() throws UnreadableTraceException {
        if (++events > RECORDS_MAX) {
            throw new UnreadableTraceException("more than " + RECORDS_MAX + " records");
        }
    }

    @Override
    public void event(WestonEvent event) throws IOException {
        count();
        beginNanos = Math.min(beginNanos, event.nanos());
        endNanos = Math.max(endNanos, event.nanos());
        switch (event.name()) {
            case WestonEvent.COMMIT -> commit(event);
            case WestonEvent.FLUSH -> output(event).drawn.add(event.surface());
            case WestonEvent.BEGIN -> output(event).begun = event;
            case WestonEvent.POSTED -> posted(event, output(event));
            case WestonEvent.FINISHED -> finished(event, output(event));
            default -> skipped.merge(event.name(), 1L, Long::sum);
        }
    }

    private Output output(WestonEvent event) {
        return outputs.computeIfAbsent(
                event.output(), id -> new Output(names.getOrDefault(id, "output " + id)));
    }

    /** What the surface shows: what was committed last. */
    private String contents(long surface) {
        long commit = commits.getOrDefault(surface, 0L);
        return "surface " + surface + " buffer " + commit % Recording.ASSIGNED_BUFFERS;
    }

    private void commit(WestonEvent event) {
        long seqno = commits.merge(event.surface(), 1L, Long::sum);
        Use use = new Use(contents(event.surface()), AccessMode.EXCLUSIVE);
        jobs.add(new RecordedJob(
                new FenceId(event.surface(), seqno),
                null,
                event.number(),
                event.nanos(),
                event.nanos(),
                event.nanos(),
                false,
                List.of(use)));
    }

    private void posted(WestonEvent event, Output output) {
        WestonEvent begun = output.begun;
        if (begun == null) {
            return;
        }
        output.begun = null;
        output.posted = event;
        output.repaints++;
        List<Use> uses = new ArrayList<>();
        output.drawn.forEach(id -> uses.add(new Use(contents(id), AccessMode.SHARED)));
        output.drawn.clear();
        uses.add(new Use(output.buffer(), AccessMode.EXCLUSIVE));
        jobs.add(new RecordedJob(
                new FenceId(event.output(), output.repaints),
                "repaint " + output.name,
                begun.number(),
                begun.nanos(),
                begun.nanos(),
                event.nanos(),
                false,
                uses));
    }

    private void finished(WestonEvent event, Output output) {
        long nanos = event.vblankNanos() < 0 ? event.nanos() : event.vblankNanos();
        output.clock.add(nanos);
        endNanos = Math.max(endNanos, nanos);
        WestonEvent posted = output.posted;
        if (posted == null) {
            return;
        }
        output.posted = null;
        flips.add(new RecordedFlip(
                posted.number(),
                posted.nanos(),
                List.of(output.name),
                Set.of(output.buffer()),
                Set.of(),
                false,
                output.name,
                true,
                nanos));
    }
}
