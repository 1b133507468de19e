package dev.baton.trace.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Reads ftrace text event by event. Strict about what it takes: a line that is not as it should be
 * is reported and skipped. Tolerant about what it does not need. Events come in the order of their
 * times as far as a window reaches: the buffers of several cpus are at times merged a little wrong.
 */
public final class FtraceReader {
    /** How far to look for a first event before calling the input foreign. */
    public static final int LINES_BEFORE_FIRST_EVENT_MAX = 1000;

    public static final int BYTES_BEFORE_FIRST_EVENT_MAX = 1024 * 1024;

    public static final int LINES_MAX = 20_000_000;

    /** How many damaged lines are kept; all are counted. */
    public static final int DAMAGES_KEPT_MAX = 20;

    /** So many events are kept back until it is certain that none of them is out of order. */
    public static final int WINDOW_EVENTS = 512;

    /** Takes the events. */
    public interface Sink {
        void accept(FtraceEvent event) throws DamagedLineException, IOException;
    }

    /**
     * A line that was skipped because it is not as it should be.
     *
     * @param line its number, from 1
     * @param reason in a few words, quoting nothing of the line
     */
    public record Damage(long line, String reason) {}

    private final LineSource lines;
    private final long linesMax;
    private final Sink sink;
    private final PriorityQueue<FtraceEvent> window = new PriorityQueue<>(
            Comparator.comparingLong(FtraceEvent::nanos).thenComparingLong(FtraceEvent::line));
    private final List<Damage> kept = new ArrayList<>();
    private long line;
    private long lastNanos;
    private long events;
    private long outOfOrder;
    private long damaged;

    public FtraceReader(InputStream in, Sink sink) throws IOException {
        this(new LineSource(in), LINES_MAX, sink);
    }

    public FtraceReader(LineSource lines, long linesMax, Sink sink) {
        this.lines = lines;
        this.linesMax = linesMax;
        this.sink = sink;
    }

    public void readAll() throws IOException {
        for (String text = lines.next(); text != null; text = lines.next()) {
            if (++line > linesMax) {
                throw new UnreadableTextException("more than " + linesMax + " lines");
            }
            read(text);
            if (window.size() > WINDOW_EVENTS) {
                deliver(window.remove());
            }
            if (events == 0 && window.isEmpty()) {
                refuseForeign();
            }
        }
        while (!window.isEmpty()) {
            deliver(window.remove());
        }
        if (line == 0) {
            throw new UnreadableTextException(lines.cut() ? "damaged gzip data" : "empty");
        }
        if (events == 0) {
            throw new UnreadableTextException("no ftrace text: no line of it is an event");
        }
        if (lines.cut()) {
            report(line, "the compressed data ends here, too early");
        }
    }

    public long events() {
        return events;
    }

    public long damagedLines() {
        return damaged;
    }

    /** How many events were earlier than one before them by more than the window puts right. */
    public long outOfOrder() {
        return outOfOrder;
    }

    public List<Damage> damages() {
        return kept.stream().sorted(Comparator.comparingLong(Damage::line)).toList();
    }

    private void read(String text) {
        if (FtraceLine.isRemark(text)) {
            return;
        }
        try {
            if (lines.tooLong()) {
                throw new DamagedLineException(
                        "longer than " + LineSource.LINE_BYTES_MAX + " bytes");
            }
            window.add(FtraceLine.parse(text, line));
        } catch (DamagedLineException e) {
            report(line, String.valueOf(e.getMessage()));
        }
    }

    private void deliver(FtraceEvent event) throws IOException {
        outOfOrder += event.nanos() < lastNanos ? 1 : 0;
        lastNanos = Math.max(lastNanos, event.nanos());
        try {
            sink.accept(event);
            events++;
        } catch (DamagedLineException e) {
            report(event.line(), String.valueOf(e.getMessage()));
        }
    }

    private void report(long number, String reason) {
        damaged++;
        if (kept.size() < DAMAGES_KEPT_MAX) {
            kept.add(new Damage(number, reason));
        }
    }

    private void refuseForeign() throws UnreadableTextException {
        if (line >= LINES_BEFORE_FIRST_EVENT_MAX || lines.bytes() > BYTES_BEFORE_FIRST_EVENT_MAX) {
            throw new UnreadableTextException(
                    "no ftrace text: its first " + line + " lines hold no event");
        }
    }
}
