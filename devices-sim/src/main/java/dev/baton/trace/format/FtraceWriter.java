package dev.baton.trace.format;

import dev.baton.trace.text.FtraceEvent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.PriorityQueue;

/** Writes ftrace text as {@code trace-cmd report} does; slices and hand-overs have no place in it. */
final class FtraceWriter implements TraceSink {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** In real time several threads tell; their events are put in order over so many. */
    private static final int WINDOW_EVENTS = 256;

    private final OutputStream out;
    private final PriorityQueue<Told> window = new PriorityQueue<>(
            Comparator.comparingLong(Told::nanos).thenComparingLong(Told::order));
    private long told;

    /** An event, and as which it came. */
    private record Told(FtraceEvent event, long order) {
        long nanos() {
            return event.nanos();
        }
    }

    FtraceWriter(OutputStream out) throws IOException {
        this.out = out;
        text("# tracer: nop\n#\n#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n");
    }

    @Override
    public void slice(Lane lane, long fromNanos, long toNanos, String name) {}

    @Override
    public void handOver(Lane from, long fromNanos, Lane to, long toNanos, String name) {}

    @Override
    public void ftrace(FtraceEvent event) throws IOException {
        window.add(new Told(event, ++told));
        if (window.size() > WINDOW_EVENTS) {
            write(window.remove().event());
        }
    }

    private void write(FtraceEvent event) throws IOException {
        text(String.format(
                Locale.ROOT,
                "%16s-%-7d [%03d] ..... %6d.%09d: %s: %s%n",
                task(event.comm()),
                event.task(),
                event.cpu(),
                event.nanos() / NANOS_PER_SECOND,
                event.nanos() % NANOS_PER_SECOND,
                event.name(),
                plain(event.payload())));
    }

    /** The name comes first and may hold anything but what looks like the time behind it. */
    private static String task(String comm) {
        return plain(comm).replaceAll("(\\d)\\.(\\d+:)", "$1_$2");
    }

    /** One event is one line, whatever the names in it. */
    private static String plain(String text) {
        return text.chars().anyMatch(Character::isISOControl)
                ? text.replaceAll("\\p{Cntrl}", "?")
                : text;
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        while (!window.isEmpty()) {
            write(window.remove().event());
        }
        out.close();
    }
}
