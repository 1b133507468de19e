package dev.baton.cli;

import dev.baton.law.Violation;
import dev.baton.sim.fault.Fault;
import dev.baton.sim.run.Clock;
import dev.baton.sim.run.Figures;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.run.Span;
import dev.baton.sim.scenario.Measure;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What came of a scenario, for people. */
final class RunTable {
    private static final List<Measure> JOBS = List.of(
            Measure.SUBMITTED,
            Measure.COMPLETED,
            Measure.FAILED,
            Measure.TIMED_OUT,
            Measure.CANCELLED,
            Measure.ABANDONED,
            Measure.REFUSED);
    private static final List<Measure> FRAMES = List.of(
            Measure.PRESENTED,
            Measure.TORN,
            Measure.STALE,
            Measure.DROPPED,
            Measure.REPEATED,
            Measure.MISSED_VBLANKS);
    private static final List<Measure> MEASURED = List.of(
            Measure.WAKEUPS_ON_PATH,
            Measure.CALLS_ON_PATH,
            Measure.INTERRUPTS,
            Measure.AV_SKEW,
            Measure.MAP_REFUSALS,
            Measure.MAP_PROGRESS,
            Measure.COPIES);

    private static final int VIOLATIONS_SHOWN = 4;
    private static final int WORDS_SHOWN = 160;

    private RunTable() {}

    private static String cut(String words) {
        return words.length() <= WORDS_SHOWN ? words : words.substring(0, WORDS_SHOWN) + " ...";
    }

    static void print(PrintWriter out, RunReport report, @Nullable Figures without) {
        out.println(report.scenario().story().strip());
        out.printf(
                Locale.ROOT,
                "%n%s, seed %d, %s time: %.3f s in %.3f s.%n%n",
                report.scenario().name(),
                report.options().seed(),
                report.options().clock().word(),
                report.endNanos() / 1e9,
                report.wallNanos() / 1e9);
        if (!report.circle().isEmpty()) { // first, as the rest follows from it
            out.printf(Locale.ROOT, "%-8s %s%n", "deadlock", report.circleInWords());
        }
        row(out, "jobs", report, JOBS);
        row(out, "frames", report, FRAMES);
        row(out, "measured", report, MEASURED);
        perFrame(out, report.figures(), "");
        if (without != null) {
            perFrame(out, without, "; the same with order: cpu");
        }
        latencies(out, report.latencies());
        speed(out, report);
        faults(out, report.faults());
        report.notes().forEach(note -> out.println("  " + note));
        laws(out, report);
        WaitsReport.print(out, report.waits());
        expectations(out, report);
    }

    private static void row(PrintWriter out, String what, RunReport report, List<Measure> all) {
        List<String> some = new ArrayList<>();
        for (Measure measure : all) {
            long number = report.figures().of(measure);
            if (number > 0) {
                some.add(measure.inWords(number) + " " + measure.word());
            }
        }
        if (!some.isEmpty()) {
            out.printf(Locale.ROOT, "%-8s %s%n", what, String.join(", ", some));
        }
    }

    /** What the CPU had to do with each frame; none, too, is worth a word. */
    private static void perFrame(PrintWriter out, Figures figures, String which) {
        double frames = figures.of(Measure.PRESENTED);
        if (frames > 0) {
            out.printf(
                    Locale.ROOT,
                    "%-8s %.2f calls-on-path, %.2f interrupts%s%n",
                    "a frame",
                    figures.of(Measure.CALLS_ON_PATH) / frames,
                    figures.of(Measure.INTERRUPTS) / frames,
                    which);
        }
    }

    private static void latencies(PrintWriter out, Map<Span, RunReport.Latencies> latencies) {
        if (!latencies.isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "%n%-16s %9s %9s %9s %9s%n",
                    "in ms",
                    "times",
                    "p50",
                    "p99",
                    "max");
        }
        latencies.forEach((span, took) -> out.printf(
                Locale.ROOT,
                "%-16s %9d %9.3f %9.3f %9.3f%n",
                span.word(),
                took.count(),
                took.p50Nanos() / 1e6,
                took.p99Nanos() / 1e6,
                took.maxNanos() / 1e6));
        if (!latencies.isEmpty()) {
            out.println();
        }
    }

    /** In real time both follow from the scenario. */
    private static void speed(PrintWriter out, RunReport report) {
        if (report.options().clock() == Clock.VIRTUAL) {
            out.printf(
                    Locale.ROOT,
                    "%-8s %.0f times real time, %.1f million pixels a second drawn and scanned out%n",
                    "speed",
                    report.timesRealTime(),
                    report.pixelsPerSecond() / 1e6);
        }
    }

    private static void faults(PrintWriter out, Map<String, Long> faults) {
        List<String> some = new ArrayList<>();
        for (Fault kind : Fault.values()) {
            Long count = faults.get(kind.word());
            if (count != null) {
                some.add(count + " " + kind.word()); // planned, and perhaps never come to pass
            }
        }
        if (!some.isEmpty()) {
            out.printf(Locale.ROOT, "%-8s %s%n", "faults", String.join(", ", some));
        }
    }

    private static void laws(PrintWriter out, RunReport report) {
        Set<String> broken = report.laws().violations().stream()
                .map(Violation::law)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        out.printf(
                Locale.ROOT,
                "%-8s %d checked over every event, %d broken%s%s%n",
                "laws",
                report.laws().checked().size(),
                broken.size(),
                broken.isEmpty() ? "" : times(broken, report.laws().broken()),
                report.laws().complete()
                        ? ""
                        : "; events were dropped, so none can be told to hold");
        for (Violation violation :
                report.laws().violations().stream().limit(VIOLATIONS_SHOWN).toList()) {
            out.println("  " + cut(violation.toString()));
        }
        if (report.laws().broken() > VIOLATIONS_SHOWN) {
            out.printf(Locale.ROOT, "  and %d more%n", report.laws().broken() - VIOLATIONS_SHOWN);
        }
    }

    /** A deadlock breaks one law, with each job that waits for it. */
    private static String times(Set<String> broken, long times) {
        return ": " + String.join(" and ", broken) + ", " + times + " times";
    }

    private static void expectations(PrintWriter out, RunReport report) {
        if (report.options().clock() == Clock.REAL) {
            out.printf(Locale.ROOT, "%-8s not judged in real time%n", "expected");
        } else {
            int all = report.scenario().expectations().size();
            out.printf(
                    Locale.ROOT,
                    "%-8s %d of %d met%n",
                    "expected",
                    all - report.missed().size(),
                    all);
        }
        report.missed().forEach(missed -> out.println("  " + missed));
    }
}
