package dev.baton.cli;

import dev.baton.trace.format.RunTrace;
import dev.baton.trace.format.TraceFormat;
import dev.baton.trace.format.TraceSink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that a traced run leaves. */
final class TraceFiles {
    private TraceFiles() {}

    /** One for Perfetto. */
    static RunTrace open(Path file) throws IOException {
        return new RunTrace(List.of(TraceFormat.PERFETTO.open(Files.newOutputStream(file))));
    }

    /** {@code trace} with the ending of each format. */
    static RunTrace open(OutputDirectory output, List<TraceFormat> formats) throws IOException {
        List<TraceSink> sinks = new ArrayList<>();
        for (TraceFormat format : formats.stream().distinct().toList()) {
            Path file = output.file("trace." + format.extension());
            sinks.add(format.open(Files.newOutputStream(file)));
        }
        return new RunTrace(sinks);
    }
}
