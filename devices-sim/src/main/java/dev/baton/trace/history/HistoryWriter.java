package dev.baton.trace.history;

import dev.baton.engine.AccessMode;
import dev.baton.event.Event;
import dev.baton.event.EventListener;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a dispatcher's events as a log that {@link HistoryCheck} reads. Unordered accesses are left
 * out, as is what came too late for its job; a job whose accesses were all released one by one ends
 * with the last. Foreign work ends with {@code fail}: it may end while it waits.
 *
 * <p><b>Threading:</b> as an {@link EventListener} behind an {@link dev.baton.event.EventRecorder},
 * or one thread. <b>Errors:</b> it goes silent at the first, and {@link #close} throws it.
 *
 * @since 0.1
 */
public final class HistoryWriter implements EventListener, Closeable {
    private static final String HEADER = "event,job,buffer,mode,after,client,nanos\n";

    private final Writer out;
    private final Map<Long, Told> live = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private @Nullable IOException failure;

    /** A job that has not ended, and how many of its accesses have not. */
    private static final class Told {
        private final boolean foreign;
        private long accesses;

        Told(boolean foreign, long accesses) {
            this.foreign = foreign;
            this.accesses = accesses;
        }
    }

    /**
     * A log without lines.
     *
     * @param out where it goes; closed with this
     */
    public HistoryWriter(Writer out) {
        this.out = out;
        write(HEADER);
    }

    @Override
    public void on(Event event) {
        Told job = live.get(event.job());
        if (event instanceof Event.Submitted submitted) {
            request(submitted);
        } else if (job == null || event instanceof Event.HandedOver) {
            return;
        } else if (event instanceof Event.Available available) {
            row(event, "grant", available.queue());
        } else if (event instanceof Event.Downgraded downgraded) {
            row(event, "downgrade", downgraded.queue());
        } else if (event instanceof Event.AccessReleased released) {
            row(event, "release", released.queue());
            if (--job.accesses == 0) {
                live.remove(event.job());
            }
        } else if (event instanceof Event.End) {
            row(event, job.foreign ? "fail" : wordOf(event), null);
            live.remove(event.job());
        }
    }

    private void request(Event.Submitted event) {
        long ordered = 0;
        for (Event.SubmittedAccess access : event.accesses()) {
            if (access.mode() != AccessMode.UNORDERED) {
                ordered++;
                names.putIfAbsent(access.queue(), access.queueName() + " #" + access.queue());
                String before = access.predecessor() == 0 ? "-" : "" + access.predecessor();
                String mode = access.mode().name().toLowerCase(Locale.ROOT);
                row(event, "request", access.queue(), mode, before, event.client());
            }
        }
        if (ordered > 0) {
            live.put(event.job(), new Told(event.foreign(), ordered));
        }
    }

    private static String wordOf(Event event) {
        if (event instanceof Event.Released) {
            return "release";
        }
        return event instanceof Event.Cancelled ? "cancel" : "fail";
    }

    private void row(Event event, String kind, @Nullable Long queue) {
        row(event, kind, queue, "", "", "");
    }

    private void row(Event event, String kind, @Nullable Long queue, String... columns) {
        String buffer = queue == null ? "" : names.get(queue);
        write(kind + "," + event.job() + "," + quoted(String.valueOf(buffer)) + "," + columns[0]
                + "," + columns[1] + "," + quoted(columns[2]) + "," + event.nanos() + "\n");
    }

    private static String quoted(String name) {
        String end = name.length() > HistoryLimits.NAME_CHARS_MAX
                ? name.substring(name.length() - HistoryLimits.NAME_CHARS_MAX)
                : name;
        String shown = end.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
        return shown.matches("[^,\"]*") ? shown : '"' + shown.replace("\"", "\"\"") + '"';
    }

    private void write(String text) {
        try {
            if (failure == null) {
                out.write(text);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        if (failure != null) {
            throw failure;
        }
    }
}
