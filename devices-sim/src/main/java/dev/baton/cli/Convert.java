package dev.baton.cli;

import dev.baton.trace.format.Lane;
import dev.baton.trace.format.TraceFormat;
import dev.baton.trace.format.TraceSink;
import dev.baton.trace.format.TraceSource;
import dev.baton.trace.text.FtraceEvent;
import dev.baton.trace.text.UnreadableTextException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** From one format of traces to another. */
@Command(
        name = "convert",
        description = {
            "Converts a recording to another format.",
            "Reads ftrace text, Weston's timeline log and Perfetto, plain or gzip, and tells which",
            "it is by its first bytes. What the other format cannot hold is left out and counted.",
            "Leaves the trace and summary.json."
        })
final class Convert implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputDirectory output;

    @Parameters(paramLabel = "IN", description = "The recording; - for standard input.")
    private String file = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FORMAT",
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private TraceFormat format = TraceFormat.PERFETTO;

    @Override
    public Integer call() throws IOException {
        Path written = output.file(name() + "." + format.extension());
        Count count;
        TraceSource source;
        try (InputStream in = open();
                Count counting = new Count(format.open(Files.newOutputStream(written)))) {
            count = counting;
            source = TraceSource.copyAll(in, counting);
        } catch (UnreadableTextException e) {
            Files.deleteIfExists(written);
            throw new InputException(shown(), String.valueOf(e.getMessage()));
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("command", "convert");
        summary.put("from", source.toString());
        summary.put("to", format.toString());
        summary.put("events", count.events);
        summary.put("slices", count.slices);
        summary.put("handOvers", count.handOvers);
        summary.put("file", String.valueOf(written.getFileName()));
        output.writeSummary(summary);
        spec.commandLine()
                .getOut()
                .printf(
                        "%s: %d events, %d slices, %d hand-overs%nSee %s.%n",
                        source, count.events, count.slices, count.handOvers, written);
        return ExitCode.FINE;
    }

    /** Counts what goes through, as far as the format takes it. */
    private static final class Count implements TraceSink {
        private final TraceSink sink;
        private long events;
        private long slices;
        private long handOvers;

        Count(TraceSink sink) {
            this.sink = sink;
        }

        @Override
        public void slice(Lane lane, long fromNanos, long toNanos, String name) throws IOException {
            slices++;
            sink.slice(lane, fromNanos, toNanos, name);
        }

        @Override
        public void handOver(Lane from, long fromNanos, Lane to, long toNanos, String name)
                throws IOException {
            handOvers++;
            sink.handOver(from, fromNanos, to, toNanos, name);
        }

        @Override
        public void ftrace(FtraceEvent event) throws IOException {
            events++;
            sink.ftrace(event);
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }

    private String shown() {
        return file.equals(Replay.STANDARD_INPUT) ? "standard input" : file;
    }

    /** The input's, without what tells the format. */
    private String name() {
        String name = new File(file).getName().replaceFirst("\\.gz$", "");
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return stem.isEmpty() || file.equals(Replay.STANDARD_INPUT) ? "trace" : stem;
    }

    private InputStream open() {
        // Not by Path: names that are none make it throw something else.
        try {
            InputStream in =
                    file.equals(Replay.STANDARD_INPUT) ? System.in : new FileInputStream(file);
            return new ReadProgress(in, spec.commandLine().getErr(), file);
        } catch (IOException e) {
            throw new InputException(file, "cannot be read" + Replay.why(file));
        }
    }
}
