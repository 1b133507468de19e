package dev.baton.trace;

import dev.baton.trace.RecordingInput.Damage;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads ftrace text event by event. Strict about what it takes: a line that is not as it should be
 * is reported and skipped. Tolerant about what it does not need.
 */
final class FtraceReader {
    /** How far to look for a first event before calling the input foreign. */
    static final int LINES_BEFORE_FIRST_EVENT_MAX = 1000;

    static final int BYTES_BEFORE_FIRST_EVENT_MAX = 1024 * 1024;

    static final int LINES_MAX = 5_000_000;

    /** How many damaged lines are kept; all are counted. */
    static final int DAMAGES_KEPT_MAX = 20;

    /** Takes the events. */
    interface Sink {
        void accept(FtraceEvent event) throws DamagedLineException, UnreadableTraceException;
    }

    private final LineSource lines;
    private final Sink sink;
    private final List<Damage> kept = new ArrayList<>();
    private long line;
    private long events;
    private long damaged;

    FtraceReader(InputStream in, Sink sink) throws IOException {
        this.lines = new LineSource(in);
        this.sink = sink;
    }

    void readAll() throws IOException {
        for (String text = lines.next(); text != null; text = lines.next()) {
            if (++line > LINES_MAX) {
                throw new UnreadableTraceException("more than " + LINES_MAX + " lines");
            }
            read(text);
            if (events == 0) {
                refuseForeign();
            }
        }
        if (line == 0) {
            throw new UnreadableTraceException(lines.cut() ? "damaged gzip data" : "empty");
        }
        if (events == 0) {
            throw new UnreadableTraceException("no ftrace text: no line of it is an event");
        }
        if (lines.cut()) {
            report("the compressed data ends here, too early");
        }
    }

    long events() {
        return events;
    }

    long damagedLines() {
        return damaged;
    }

    List<Damage> damages() {
        return List.copyOf(kept);
    }

    private void read(String text) throws IOException {
        if (FtraceLine.isRemark(text)) {
            return;
        }
        try {
            if (lines.tooLong()) {
                throw new DamagedLineException(
                        "longer than " + LineSource.LINE_BYTES_MAX + " bytes");
            }
            sink.accept(FtraceLine.parse(text, line));
            events++;
        } catch (DamagedLineException e) {
            report(String.valueOf(e.getMessage()));
        }
    }

    private void report(String reason) {
        damaged++;
        if (kept.size() < DAMAGES_KEPT_MAX) {
            kept.add(new Damage(line, reason));
        }
    }

    private void refuseForeign() throws UnreadableTraceException {
        if (line >= LINES_BEFORE_FIRST_EVENT_MAX || lines.bytes() > BYTES_BEFORE_FIRST_EVENT_MAX) {
            throw new UnreadableTraceException(
                    "no ftrace text: its first " + line + " lines hold no event");
        }
    }
}
