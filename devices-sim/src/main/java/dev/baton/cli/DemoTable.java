package dev.baton.cli;

import dev.baton.law.Violation;
import dev.baton.sim.demo.Mode;
import dev.baton.sim.demo.RunReport;
import dev.baton.sim.demo.Workload;

import org.HdrHistogram.Histogram;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;

/** The demo's result for people. */
final class DemoTable {
    private static final String HEAD = "%-16s %9s %6s %6s %8s %9s   %s%n";

    private DemoTable() {}

    static void print(PrintWriter out, int frames, long seed, Map<Mode, RunReport> runs) {
        out.printf(
                "Render to page flip: %d frames at 60 Hz, seed %d, in virtual time.%n",
                frames, seed);
        out.printf(
                "The GPU draws for %s, the application wakes up in %s.%n%n",
                spread(Workload.RENDER.p50Nanos(), Workload.RENDER.p99Nanos()),
                spread(Workload.WAKEUP.p50Nanos(), Workload.WAKEUP.p99Nanos()));
        out.printf(
                HEAD,
                "",
                "frames",
                "torn",
                "stale",
                "missed",
                "wake-ups",
                "render end to flip, ms");
        out.printf(HEAD, "", "presented", "", "", "vblanks", "on path", "  p50    p99    max");
        for (RunReport run : runs.values()) {
            out.printf(
                    "%-16s %9d %6d %6d %8d %9d   %s%n",
                    run.mode().word(),
                    run.framesPresented(),
                    run.tornFrames(),
                    run.staleFrames(),
                    run.missedVblanks(),
                    run.applicationWakeupsOnPath(),
                    latency(run.renderEndToFlipMicros()));
        }
        RunReport queued = Objects.requireNonNull(runs.get(Mode.QUEUED));
        out.printf(
                "%nFlips latch at vblank. Had every wake-up taken less than %.2f ms, the queues would"
                        + " have gained%nnothing here: the tightest frame was ready that long before its vblank.%n",
                queued.tightestNanos() / 1e6);
        laws(out, runs);
    }

    private static void laws(PrintWriter out, Map<Mode, RunReport> runs) {
        long broken =
                runs.values().stream().mapToLong(run -> run.laws().broken()).sum();
        int checked =
                Objects.requireNonNull(runs.get(Mode.QUEUED)).laws().checked().size();
        out.printf("%d laws checked over every event, %d broken.%n", checked, broken);
        for (RunReport run : runs.values()) {
            for (Violation violation : run.laws().violations()) {
                out.printf("  %s: %s%n", run.mode().word(), violation);
            }
        }
    }

    private static String latency(Histogram micros) {
        if (micros.getTotalCount() == 0) {
            return "no frame was ready";
        }
        return "%5.2f  %5.2f  %5.2f"
                .formatted(
                        micros.getValueAtPercentile(50) / 1e3,
                        micros.getValueAtPercentile(99) / 1e3,
                        micros.getMaxValue() / 1e3);
    }

    private static String spread(long p50Nanos, long p99Nanos) {
        return "%.1f ms (p99 %.1f)".formatted(p50Nanos / 1e6, p99Nanos / 1e6);
    }
}
