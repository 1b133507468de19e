package dev.baton.cli;

import dev.baton.trace.oracle.Difference;
import dev.baton.trace.oracle.Report;
import dev.baton.trace.oracle.Report.Tally;

import java.io.PrintWriter;
import java.util.Locale;

/** A comparison's result for people. */
final class OracleTable {
    private final PrintWriter out;
    private final Report report;

    private OracleTable(PrintWriter out, Report report) {
        this.out = out;
        this.report = report;
    }

    static void print(PrintWriter out, String directory, Report report) {
        out.printf(Locale.ROOT, "Answers of %s, and Baton's.%n", plain(directory));
        OracleTable table = new OracleTable(out, report);
        table.answers();
        table.orders();
        table.flips();
        report.skipped()
                .forEach((kind, scenarios) -> out.printf(
                        Locale.ROOT,
                        "%nKind %s is not compared: %d scenarios skipped.%n",
                        kind,
                        scenarios));
        table.differences();
    }

    private void answers() {
        if (report.kinds().keySet().stream().noneMatch(OracleTable::isAnswers)) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "%n%-6s %10s %13s %8s%n",
                "kind",
                "scenarios",
                "observations",
                "equal");
        report.kinds().forEach((kind, tally) -> {
            if (isAnswers(kind)) {
                row(kind, tally, tally.checks() - tally.failures());
            }
        });
    }

    private void orders() {
        report.kinds().forEach((kind, tally) -> {
            if (Report.isTimed(kind)) {
                out.printf(
                        Locale.ROOT,
                        "%n%-6s %10s %13s %11s%n",
                        "kind",
                        "scenarios",
                        "pairs",
                        "violations");
                out.printf(
                        Locale.ROOT,
                        "%-6s %10d %13d %11d%n",
                        kind,
                        tally.scenarios(),
                        tally.checks(),
                        tally.failures());
            }
        });
    }

    private void flips() {
        if (report.kinds().keySet().stream().anyMatch(Report::isOfFlips)) {
            Report.Flips flips = report.flips();
            out.printf(
                    Locale.ROOT,
                    "%n%-6s %10s %13s %8s %8s %17s%n",
                    "kind",
                    "scenarios",
                    "frames",
                    "early",
                    "at rule",
                    "recorded at rule");
            report.kinds().forEach((kind, tally) -> {
                if (Report.isOfFlips(kind)) {
                    out.printf(
                            Locale.ROOT,
                            "%-6s %10d %13d %8d %8d %17d%n",
                            kind,
                            tally.scenarios(),
                            flips.frames(),
                            flips.early(),
                            flips.atRule(),
                            flips.recordedAtRule());
                }
            });
        }
    }

    private static boolean isAnswers(char kind) {
        return !Report.isTimed(kind) && !Report.isOfFlips(kind);
    }

    private void row(char kind, Tally tally, long equal) {
        out.printf(
                Locale.ROOT,
                "%-6s %10d %13d %8d%n",
                kind,
                tally.scenarios(),
                tally.checks(),
                equal);
    }

    private void differences() {
        for (Difference difference : report.first()) {
            out.printf(
                    Locale.ROOT,
                    "%n%s, scenario %s %d, line %d%n  expected  %s%n  got       %s%n",
                    plain(difference.file()),
                    difference.kind(),
                    difference.scenario(),
                    difference.line(),
                    plain(difference.expected()),
                    plain(difference.got()));
        }
        long more = report.differing() - report.first().size();
        if (more > 0) {
            out.printf(Locale.ROOT, "%nAnd %d more differences.%n", more);
        }
    }

    /** Names of files may hold terminal commands. */
    private static String plain(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
