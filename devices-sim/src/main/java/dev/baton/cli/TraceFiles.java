package dev.baton.cli;

import dev.baton.event.Event;
import dev.baton.trace.format.ReplayTrace;
import dev.baton.trace.format.RunTrace;
import dev.baton.trace.format.TraceFormat;
import dev.baton.trace.format.TraceSink;
import dev.baton.trace.history.HistoryWriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that a traced run leaves. */
final class TraceFiles {
    private static final String HISTORY = "history.csv";

    private TraceFiles() {}

    /** One for Perfetto. */
    static RunTrace open(Path file) throws IOException {
        return new RunTrace(List.of(TraceFormat.PERFETTO.open(Files.newOutputStream(file))));
    }

    /** {@code trace} with the ending of each format; and beside them the history, if it is wanted. */
    static RunTrace open(OutputDirectory output, List<TraceFormat> formats, boolean history)
            throws IOException {
        List<TraceSink> sinks = sinks(output, formats);
        return history ? new WithHistory(sinks, output.file(HISTORY)) : new RunTrace(sinks);
    }

    /** Recorded and simulated, in the same files. */
    static ReplayTrace openReplay(OutputDirectory output, List<TraceFormat> formats)
            throws IOException {
        return new ReplayTrace(sinks(output, formats));
    }

    private static List<TraceSink> sinks(OutputDirectory output, List<TraceFormat> formats)
            throws IOException {
        List<TraceSink> sinks = new ArrayList<>();
        for (TraceFormat format : formats.stream().distinct().toList()) {
            Path file = output.file("trace." + format.extension());
            sinks.add(format.open(Files.newOutputStream(file)));
        }
        return sinks;
    }

    /** Writes the log for {@code check} too. */
    private static final class WithHistory extends RunTrace {
        private final HistoryWriter history;

        WithHistory(List<TraceSink> sinks, Path file) throws IOException {
            super(sinks);
            this.history = new HistoryWriter(Files.newBufferedWriter(file));
        }

        @Override
        public void on(Event event) {
            super.on(event);
            history.on(event);
        }

        @Override
        public void close() throws IOException {
            try (history) {
                super.close();
            }
        }
    }
}
