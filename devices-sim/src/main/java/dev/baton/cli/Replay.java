package dev.baton.cli;

import dev.baton.trace.DesignComparison;
import dev.baton.trace.Recorded;
import dev.baton.trace.Recording;
import dev.baton.trace.RecordingInput;
import dev.baton.trace.RecordingReplay;
import dev.baton.trace.ReplayReport;
import dev.baton.trace.ReplayReport.Deltas;
import dev.baton.trace.ReplayWatcher;
import dev.baton.trace.UnreadableTraceException;
import dev.baton.trace.format.ReplayTrace;
import dev.baton.trace.format.TraceFormat;

import org.jspecify.annotations.Nullable;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A recording of a real system, driven through the engine. */
@Command(
        name = "replay",
        description = {
            "Drives a recording of a real system through the engine.",
            "In virtual time, with every law checked, and compared with what was recorded.",
            "Leaves a page that shows what happened (report.html), a table, summary.json and a",
            "trace of both side by side; and if jobs are left at the end, who waits for whom, in",
            "words and as a graph (waits.dot).",
            "Asked about another design, also a table and a picture (what-if.svg) of it."
        })
final class Replay implements Callable<Integer> {
    static final String STANDARD_INPUT = "-";

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputDirectory output;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = {
                "ftrace text or Weston's timeline log, plain or gzip; - for standard input.",
                "Default: the bundled render-to-flip-vkms."
            })
    private @Nullable String file;

    @Option(
            names = "--trace",
            paramLabel = "FORMAT",
            split = ",",
            description = {
                "Writes what was recorded and what was simulated side by side, as for 'run'",
                "(default: perfetto)."
            })
    private List<TraceFormat> traces = List.of(TraceFormat.PERFETTO);

    @Mixin
    private WhatIfOptions options = new WhatIfOptions();

    @Override
    public Integer call() throws IOException {
        DesignComparison whatIf = options.comparison();
        ReplayLog log = new ReplayLog();
        ReplayReport report = replay(log, whatIf);
        Map<String, @Nullable Object> summary = summary(report);
        summary.put("whatIf", WhatIfOptions.summary(whatIf));
        output.writeSummary(summary);
        ReportFile.replay(output, words(), report, log.tracks(name()));
        WaitsReport.draw(output, report.waits());
        ReplayTable.print(spec.commandLine().getOut(), name(), report);
        if (whatIf != null) {
            WhatIfOptions.print(spec.commandLine().getOut(), whatIf);
        }
        spec.commandLine().getOut().printf("%nSee %s.%n", output.path().resolve(ReportFile.PAGE));
        return isFine(report) && WhatIfOptions.isFine(whatIf) ? ExitCode.FINE : ExitCode.BROKEN;
    }

    private static boolean isFine(ReplayReport report) {
        return report.laws().broken() == 0 && report.laws().complete() && report.flipsEarly() == 0;
    }

    /** What reproduces this, behind the command's name. */
    private List<String> words() {
        List<String> words = new ArrayList<>(file == null ? List.of() : List.of(file));
        words.addAll(options.words());
        return words;
    }

    private String name() {
        if (file == null) {
            return Recording.BUNDLED;
        }
        return file.equals(STANDARD_INPUT) ? "standard input" : file;
    }

    private ReplayReport replay(ReplayLog log, @Nullable DesignComparison whatIf)
            throws IOException {
        try (InputStream in = open();
                ReplayTrace trace = TraceFiles.openReplay(output, traces)) {
            ReplayWatcher shown = trace.with(log);
            ReplayWatcher watcher = whatIf == null ? shown : shown.with(whatIf);
            ReplayReport report = RecordingReplay.run(in, watcher);
            WhatIfOptions.finish(whatIf, output, name());
            return report;
        } catch (UnreadableTraceException e) {
            forgetTraces();
            throw new InputException(name(), String.valueOf(e.getMessage()));
        } catch (InputException e) {
            forgetTraces();
            throw e;
        }
    }

    /** Of what is refused nothing is left. */
    private void forgetTraces() throws IOException {
        for (TraceFormat format : traces) {
            Files.deleteIfExists(output.file("trace." + format.extension()));
        }
    }

    static String why(String file) {
        File named = new File(file);
        return named.isDirectory()
                ? ", it is a directory"
                : named.exists() ? "" : ", it is missing";
    }

    private InputStream open() {
        // Not by Path: names that are none make it throw something else.
        try {
            InputStream in = file == null
                    ? Recording.openBundled()
                    : file.equals(STANDARD_INPUT) ? System.in : new FileInputStream(file);
            return new ReadProgress(in, spec.commandLine().getErr(), name());
        } catch (IOException e) {
            throw new InputException(name(), "cannot be read" + why(name()));
        }
    }

    private static Map<String, @Nullable Object> summary(ReplayReport report) {
        Recorded recorded = report.recorded();
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("command", "replay");
        summary.put("input", input(recorded.input()));
        summary.put("jobs", jobs(report));
        summary.put("buffers", report.buffers());
        summary.put("flips", recorded.flips());
        summary.put("flipsAtRecordedVblank", report.flipsAtRecordedVblank());
        summary.put("flipsEarly", report.flipsEarly());
        summary.put("vblanks", recorded.vblanks());
        summary.put("laws", LawsSummary.of(List.of(report.laws())));
        Map<String, @Nullable Object> order = new LinkedHashMap<>();
        boolean compared = report.order().comparedPairs() > 0;
        order.put("comparedPairs", report.order().comparedPairs());
        order.put("agreeing", compared ? report.order().agreeing() : null);
        summary.put("order", order);
        Deltas starts = report.startDeltas();
        Map<String, @Nullable Object> micros = new LinkedHashMap<>();
        micros.put("p50", starts.count() > 0 ? starts.p50Micros() : null);
        micros.put("p99", starts.count() > 0 ? starts.p99Micros() : null);
        summary.put("startDeltaMicros", micros);
        summary.put("eventHash", report.eventHash());
        summary.put("waits", WaitsReport.summary(report.waits()));
        return summary;
    }

    private static Map<String, Object> input(RecordingInput input) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("format", input.format());
        summary.put("events", input.events());
        summary.put("skippedByName", input.skippedByName());
        summary.put("damagedLines", input.damagedLines());
        summary.put("outOfOrder", input.outOfOrder());
        return summary;
    }

    private static Map<String, Object> jobs(ReplayReport report) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("submitted", report.submitted());
        summary.put("completed", report.completed());
        summary.put("cancelled", report.cancelled());
        return summary;
    }
}
