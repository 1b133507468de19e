package dev.baton.cli;

import dev.baton.trace.Recording;
import dev.baton.trace.RecordingInput;
import dev.baton.trace.RecordingReplay;
import dev.baton.trace.ReplayReport;
import dev.baton.trace.ReplayReport.Deltas;
import dev.baton.trace.UnreadableTraceException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
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
            "Leaves a table and summary.json; and if jobs are left at the end of the recording",
            "who waits for whom, in words and as a graph (waits.dot)."
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

    @Override
    public Integer call() throws IOException {
        Recording recording = read();
        ReplayReport report = RecordingReplay.run(recording);
        output.writeSummary(summary(report));
        WaitsReport.draw(output, report.waits());
        ReplayTable.print(spec.commandLine().getOut(), name(), report);
        spec.commandLine().getOut().printf("%nSee %s.%n", output.path().resolve("summary.json"));
        return isFine(report) ? ExitCode.FINE : ExitCode.BROKEN;
    }

    private static boolean isFine(ReplayReport report) {
        return report.laws().broken() == 0 && report.laws().complete() && report.flipsEarly() == 0;
    }

    private String name() {
        if (file == null) {
            return Recording.BUNDLED;
        }
        return file.equals(STANDARD_INPUT) ? "standard input" : file;
    }

    private Recording read() {
        try (InputStream in = open()) {
            return Recording.read(in);
        } catch (UnreadableTraceException e) {
            throw new InputException(name(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new InputException(name(), "cannot be read" + why(String.valueOf(file)));
        }
    }

    static String why(String file) {
        File named = new File(file);
        return named.isDirectory()
                ? ", it is a directory"
                : named.exists() ? "" : ", it is missing";
    }

    private InputStream open() throws IOException {
        if (file == null) {
            return Recording.openBundled();
        }
        // Not by Path: names that are none make it throw something else.
        return file.equals(STANDARD_INPUT) ? System.in : new FileInputStream(file);
    }

    private static Map<String, @Nullable Object> summary(ReplayReport report) {
        Recording recording = report.recording();
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("command", "replay");
        summary.put("input", input(recording.input()));
        summary.put("jobs", jobs(report));
        summary.put("buffers", report.buffers());
        summary.put("flips", recording.flips().size());
        summary.put("flipsAtRecordedVblank", report.flipsAtRecordedVblank());
        summary.put("flipsEarly", report.flipsEarly());
        summary.put("vblanks", recording.vblanks());
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
