package dev.baton.cli;

import dev.baton.trace.history.HistoryCheck;
import dev.baton.trace.history.HistoryReport;
import dev.baton.trace.history.UnreadableHistoryException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A log of grants and releases, of any system. */
@Command(
        name = "check",
        description = {
            "Checks a log of requests, grants and releases of any system.",
            "Exclusion, order, cycles, ends; docs/guide/check-a-history.md has its shape.",
            "Leaves summary.json. Exit code 2 if a line of it cannot be used."
        })
final class Check implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final int BREACHES_SHOWN = 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputDirectory output;

    @Parameters(
            paramLabel = "LOG",
            description = "CSV or JSON lines, plain or gzip; - for standard input.")
    private String file = "";

    @Override
    public Integer call() throws IOException {
        HistoryReport report = read();
        output.writeSummary(summary(report));
        print(spec.commandLine().getOut(), report);
        PrintWriter err = spec.commandLine().getErr();
        report.damages().forEach(it -> err.println("baton: " + where(it) + ": " + it.whatToDo()));
        long more = report.damagedLines() - report.damages().size();
        if (more > 0) {
            err.println("baton: " + name() + ": " + more + " more lines cannot be used");
        }
        if (report.damagedLines() > 0) {
            return ExitCode.USAGE;
        }
        return report.broken() == 0 ? ExitCode.FINE : ExitCode.BROKEN;
    }

    private String where(HistoryReport.Damage damage) {
        String line = name() + ":" + damage.line();
        return damage.column() == 0 ? line : line + ":" + damage.column();
    }

    private String name() {
        return file.equals(STANDARD_INPUT) ? "standard input" : file;
    }

    private HistoryReport read() {
        try {
            return file.equals(STANDARD_INPUT)
                    ? HistoryCheck.check(System.in, lines -> {})
                    : readFile();
        } catch (UnreadableHistoryException e) {
            throw new InputException(name(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new InputException(name(), "cannot be read" + why());
        }
    }

    private HistoryReport readFile() throws IOException {
        // Not by Path: names that are none make it throw something else.
        try (FileInputStream in = new FileInputStream(file);
                Progress progress = Progress.of(
                        spec.commandLine().getErr(), "bytes", in.getChannel().size())) {
            FileChannel channel = in.getChannel();
            return HistoryCheck.check(in, lines -> progress.at(position(channel)));
        }
    }

    private static long position(FileChannel channel) {
        try {
            return channel.position();
        } catch (IOException e) {
            return 0; // a pipe has none
        }
    }

    private String why() {
        File named = new File(file);
        return named.isDirectory()
                ? ", it is a directory"
                : named.exists() ? "" : ", it is missing";
    }

    private void print(PrintWriter out, HistoryReport report) {
        out.printf(
                "%s: %,d lines of %s, %,d jobs on %,d buffers, %,d of them left at its end.%n",
                name(),
                report.lines(),
                report.format(),
                report.jobs(),
                report.buffers(),
                report.left());
        if (!report.ignored().isEmpty()) {
            out.println("Columns that mean nothing here: " + report.ignored().size() + ".");
        }
        for (HistoryReport.Breach breach : firstOf(report.breaches())) {
            String where = breach.line() == 0 ? " at its end" : ":" + breach.line();
            out.println(name() + where + ": " + breach.law() + ": " + breach.message());
        }
        out.printf(
                "%d laws checked over every line, %,d broken.%s%n%nSee %s.%n",
                report.checked().size(),
                report.broken(),
                report.damagedLines() == 0 ? "" : " Lines were skipped: this is worth nothing.",
                output.path().resolve("summary.json"));
    }

    private static List<HistoryReport.Breach> firstOf(List<HistoryReport.Breach> breaches) {
        return breaches.subList(0, Math.min(BREACHES_SHOWN, breaches.size()));
    }

    private static Map<String, @Nullable Object> summary(HistoryReport report) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("command", "check");
        summary.put("format", report.format());
        summary.put("lines", report.lines());
        summary.put("jobs", report.jobs());
        summary.put("buffers", report.buffers());
        summary.put("left", report.left());
        summary.put("ignoredColumns", report.ignored());
        summary.put("damagedLines", report.damagedLines());
        Map<String, Object> laws = new LinkedHashMap<>();
        laws.put("checked", report.checked());
        laws.put("broken", report.broken());
        laws.put("complete", report.damagedLines() == 0);
        summary.put("laws", laws);
        summary.put("breaches", report.breaches().stream().map(Check::summary).toList());
        return summary;
    }

    private static Map<String, @Nullable Object> summary(HistoryReport.Breach breach) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("line", breach.line() == 0 ? null : breach.line());
        summary.put("law", breach.law());
        summary.put("message", breach.message());
        return summary;
    }
}
