package dev.baton.cli;

import dev.baton.engine.AccessMode;
import dev.baton.trace.Recorded;
import dev.baton.trace.Recording;
import dev.baton.trace.RecordingInput;
import dev.baton.trace.ReplayReport;
import dev.baton.trace.ReplayReport.Deltas;
import dev.baton.trace.StartOrder;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** A replay's result for people: what was read, recorded and simulated side by side, the laws. */
final class ReplayTable {
    private static final String ROW = "%-16s %9d %9d   %s%n";

    private static final String REST_OF_ROW = " ".repeat(39);
    private static final int LIST_COLUMNS = 84;

    private final PrintWriter out;
    private final ReplayReport report;
    private final Recorded recorded;

    private ReplayTable(PrintWriter out, ReplayReport report) {
        this.out = out;
        this.report = report;
        this.recorded = report.recorded();
    }

    static void print(PrintWriter out, String name, ReplayReport report) {
        ReplayTable table = new ReplayTable(out, report);
        table.input(name);
        table.sideBySide();
        table.rules();
        table.laws();
        WaitsReport.print(out, report.waits());
    }

    private void input(String name) {
        RecordingInput input = recorded.input();
        double seconds = (recorded.endNanos() - recorded.beginNanos()) / 1e9;
        out.printf(
                Locale.ROOT,
                "Replay of %s: %d events in %.2f s.%n",
                plain(name),
                input.events(),
                seconds);
        if (!input.skippedByName().isEmpty()) {
            String skipped = input.skippedByName().entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
            out.printf(Locale.ROOT, "  not needed: %s%n", wrapped(skipped));
        }
        out.printf(Locale.ROOT, "  damaged lines, skipped: %d%n", input.damagedLines());
        input.damages()
                .forEach(damage -> out.printf(
                        Locale.ROOT, "    line %d: %s%n", damage.line(), damage.reason()));
        if (input.outOfOrder() > 0) {
            out.printf(
                    Locale.ROOT,
                    "  out of order: %d events, earlier than others long before them: the lines are"
                            + " not sorted by time,%n    and the numbers below are worth little%n",
                    input.outOfOrder());
        }
    }

    private void sideBySide() {
        out.printf(Locale.ROOT, "%n%-16s %9s %9s%n", "", "recorded", "simulated");
        out.printf(
                Locale.ROOT,
                ROW,
                "jobs ended",
                recorded.jobsEnded(),
                report.jobsEnded(),
                difference(report.endDeltas()));
        out.printf(
                Locale.ROOT,
                ROW,
                "flips shown",
                recorded.flipsShown(),
                report.flipsShown(),
                report.flipsAtRecordedVblank() + " at the recorded vblank, " + report.flipsEarly()
                        + " early");
        note(REST_OF_ROW + "%d not vsynced, shown at once%n", recorded.notVsynced());
        out.printf(
                Locale.ROOT,
                ROW,
                "ring starts",
                report.startDeltas().count(),
                report.startDeltas().count(),
                difference(report.startDeltas()));
        StartOrder order = report.order();
        if (order.comparedPairs() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%d of %d pairs of starts on one ring or buffer in the recorded order.%n",
                    order.agreeing(),
                    order.comparedPairs());
        }
    }

    private void rules() {
        out.printf(
                Locale.ROOT,
                "%n%d buffers, used %d times exclusively, %d shared, %d unordered; %d vblanks.%n",
                report.buffers(),
                uses(AccessMode.EXCLUSIVE),
                uses(AccessMode.SHARED),
                uses(AccessMode.UNORDERED),
                recorded.vblanks());
        if (recorded.buffersAssigned()) {
            out.printf(
                    Locale.ROOT,
                    "The recording names no buffers: by rule each ring context, output or surface has"
                            + " %d,%nwhich its jobs take in turn, exclusively.%n",
                    Recording.ASSIGNED_BUFFERS);
        }
        report.ringDepths()
                .forEach((ring, depth) -> out.printf(
                        Locale.ROOT,
                        "Ring %s takes %s, as recorded.%n",
                        ring,
                        depth == 1 ? "one job at a time" : "up to " + depth + " jobs at once"));
        note("Jobs with no end recorded, cancelled at the end: %d.%n", report.cancelled());
        note(
                "Jobs that still waited when their fence signalled, ended then, ungranted: %d.%n",
                report.endedWaiting());
        note(
                "Ends the recorder missed, though later fences of the ring or context signalled: %d.%n",
                recorded.endsLost());
        note(
                "Fences left out, as no submission of theirs was recorded: %d.%n",
                recorded.withoutSubmission());
    }

    private void laws() {
        out.printf(
                Locale.ROOT,
                "%d laws checked over every event, %d broken.%n",
                report.laws().checked().size(),
                report.laws().broken());
        report.laws()
                .violations()
                .forEach(violation -> out.printf(Locale.ROOT, "  %s%n", violation));
    }

    private void note(String format, int count) {
        if (count > 0) {
            out.printf(Locale.ROOT, format, count);
        }
    }

    private int uses(AccessMode mode) {
        return report.uses().getOrDefault(mode, 0);
    }

    /** Lines break at blanks. */
    private static String wrapped(String list) {
        return list.replaceAll("(.{1," + LIST_COLUMNS + "})(?: |$)", "$1%n    ".formatted())
                .stripTrailing();
    }

    private static String difference(Deltas deltas) {
        return deltas.count() == 0
                ? "none to compare"
                : String.format(
                        Locale.ROOT,
                        "apart by %.3f ms (p99 %.3f)",
                        deltas.p50Micros() / 1e3,
                        deltas.p99Micros() / 1e3);
    }

    /** Names of files may hold terminal commands. */
    private static String plain(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
