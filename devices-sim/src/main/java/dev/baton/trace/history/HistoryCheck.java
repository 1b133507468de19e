package dev.baton.trace.history;

import dev.baton.trace.history.HistoryReport.Damage;
import dev.baton.trace.text.LineSource;
import dev.baton.trace.text.UnreadableTextException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Judges a log of requests, grants and releases, of any system: nobody owns beside an exclusive
 * owner, nobody overtakes, one order of jobs agrees with every buffer, each job ends once, nothing
 * that is free is waited for, and at the end nobody is left.
 *
 * <p><b>Threading:</b> one thread. <b>Cost:</b> amortised O(1) per line; memory for one line, for the
 * buffers, and for jobs that have not ended or stand behind one that has not, within {@link
 * HistoryLimits}.
 *
 * @since 0.1
 */
public final class HistoryCheck {
    /** Progress is told every so many lines. */
    static final int LINES_PER_NOTICE = 4_096;

    private final LineSource lines;
    private final LongConsumer progress;
    private final HistoryFeed feed = new HistoryFeed();
    private final List<Damage> damages = new ArrayList<>();
    private @Nullable LineFormat format;
    private long events;
    private long damaged;
    private long line;

    private HistoryCheck(InputStream in, LongConsumer progress) throws IOException {
        this.lines = new LineSource(in, HistoryLimits.TEXT_BYTES_MAX);
        this.progress = progress;
    }

    /**
     * Reads and judges a log.
     *
     * @param in CSV or JSON lines, plain or gzip, told apart by their first bytes; not closed
     * @param progress told the number of lines read, now and then
     * @return what came of it
     * @throws UnreadableHistoryException if it is no such log, or exceeds a limit
     * @throws IOException if it cannot be read
     */
    public static HistoryReport check(InputStream in, LongConsumer progress) throws IOException {
        try {
            return new HistoryCheck(in, progress).readAll();
        } catch (UnreadableTextException e) {
            throw new UnreadableHistoryException(String.valueOf(e.getMessage()));
        }
    }

    private HistoryReport readAll() throws IOException {
        for (String text = lines.next(); text != null; text = lines.next()) {
            if (++line % LINES_PER_NOTICE == 0) {
                progress.accept(line);
            }
            if (lines.tooLong()) {
                report(0, "is longer than " + LineSource.LINE_BYTES_MAX + " bytes: shorten it");
            } else if (!text.isBlank()) {
                read(text);
            }
        }
        if (lines.cut()) {
            line++;
            report(0, "is missing: the compressed data ends too early");
        }
        if (format == null) {
            throw new UnreadableHistoryException("empty: it tells of no job");
        }
        if (events == 0 && damaged == 0) {
            throw new UnreadableHistoryException(
                    "no event behind its first line: it tells of no job");
        }
        feed.end();
        return report(format);
    }

    private void read(String text) throws IOException {
        if (format == null) {
            boolean json = text.stripLeading().startsWith("{");
            format = json ? new JsonLines() : new CsvLines(text);
            if (!json) {
                return; // that was the header
            }
        }
        try {
            feed.take(HistoryLine.of(line, format.fields(text)));
            events++;
        } catch (DamagedHistoryException e) {
            report(e.column, String.valueOf(e.getMessage()));
        }
    }

    private void report(int column, String whatToDo) {
        damaged++;
        if (damages.size() < HistoryLimits.DAMAGES_KEPT_MAX) {
            damages.add(new Damage(line, column, whatToDo));
        }
    }

    private HistoryReport report(LineFormat read) {
        return new HistoryReport(
                read.name(),
                line,
                feed.jobs(),
                feed.buffers(),
                feed.left(),
                Set.copyOf(read.ignored()),
                damaged,
                List.copyOf(damages),
                feed.breaches.checked(),
                feed.breaches.count(),
                feed.breaches.kept());
    }
}
