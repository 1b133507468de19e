package dev.baton.cli;

import dev.baton.law.Violation;
import dev.baton.sim.Latency;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.scenario.DeviceSpec.CpuSpec;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.Spread;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The demo's result for people. */
final class DemoTable {
    private static final String HEAD = "%-16s %9s %6s %6s %8s %9s %8s %10s   %s%n";

    private DemoTable() {}

    static void print(PrintWriter out, int frames, long seed, List<DemoRun> runs) {
        out.printf(
                Locale.ROOT,
                "Render to page flip: %d frames at 60 Hz, seed %d, in virtual time.%n",
                frames,
                seed);
        out.printf(
                Locale.ROOT,
                "The GPU draws for %s, the application wakes up in %s.%n%n",
                renderTime(runs.get(0).report().scenario()),
                wakeup(runs.get(0).report().scenario()));
        out.printf(
                Locale.ROOT,
                HEAD,
                "",
                "frames",
                "torn",
                "stale",
                "missed",
                "wake-ups",
                "calls",
                "interrupts",
                "render end to flip, ms");
        out.printf(
                Locale.ROOT,
                HEAD,
                "",
                "presented",
                "",
                "",
                "vblanks",
                "on path",
                "on path",
                "per frame",
                "  p50    p99    max");
        for (DemoRun run : runs) {
            out.printf(
                    Locale.ROOT,
                    "%-16s %9d %6d %6d %8d %9d %8d %10.2f   %s%n",
                    run.mode().word(),
                    run.figure(Measure.PRESENTED),
                    run.figure(Measure.TORN),
                    run.figure(Measure.STALE),
                    run.figure(Measure.MISSED_VBLANKS),
                    run.figure(Measure.WAKEUPS_ON_PATH),
                    run.figure(Measure.CALLS_ON_PATH),
                    run.perFrame(Measure.INTERRUPTS),
                    latency(run.report().path()));
        }
        out.printf(
                Locale.ROOT,
                "%nFlips latch at vblank. Had every wake-up taken less than %.2f ms, the queues would"
                        + " have gained%nnothing here: the tightest frame was ready that long before its vblank.%n",
                runs.get(0).report().path().minNanos() / 1e6);
        laws(out, runs);
    }

    private static void laws(PrintWriter out, List<DemoRun> runs) {
        long broken =
                runs.stream().mapToLong(run -> run.report().laws().broken()).sum();
        int checked = runs.get(0).report().laws().checked().size();
        out.printf(Locale.ROOT, "%d laws checked over every event, %d broken.%n", checked, broken);
        for (DemoRun run : runs) {
            for (Violation violation : run.report().laws().violations()) {
                out.printf(Locale.ROOT, "  %s: %s%n", run.mode().word(), violation);
            }
        }
    }

    private static String latency(RunReport.Latencies path) {
        if (path.count() == 0) {
            return "no frame was ready";
        }
        return String.format(
                Locale.ROOT,
                "%5.2f  %5.2f  %5.2f",
                path.p50Nanos() / 1e6,
                path.p99Nanos() / 1e6,
                path.maxNanos() / 1e6);
    }

    private static String renderTime(Scenario scenario) {
        return scenario.jobs().stream()
                .map(job -> job.work().takes())
                .filter(Objects::nonNull)
                .map(DemoTable::words)
                .collect(Collectors.joining());
    }

    private static String wakeup(Scenario scenario) {
        return scenario.devices().stream()
                .filter(CpuSpec.class::isInstance)
                .map(device -> words(((CpuSpec) device).wakeup()))
                .collect(Collectors.joining());
    }

    private static String words(Spread spread) {
        Latency latency = ((Spread.Drawn) spread).latency();
        return String.format(
                Locale.ROOT,
                "%.1f ms (p99 %.1f)",
                latency.p50Nanos() / 1e6,
                latency.p99Nanos() / 1e6);
    }
}
