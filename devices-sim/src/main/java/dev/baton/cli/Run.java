package dev.baton.cli;

import dev.baton.buffers.BufferException;
import dev.baton.report.ReportLog;
import dev.baton.sim.run.Clock;
import dev.baton.sim.run.Figures;
import dev.baton.sim.run.Mark;
import dev.baton.sim.run.RunOptions;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.run.RunWatcher;
import dev.baton.sim.run.ScenarioRun;
import dev.baton.sim.scenario.DeviceSpec;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioException;
import dev.baton.sim.scenario.ScenarioReader;
import dev.baton.sim.scenario.Scenarios;
import dev.baton.trace.Timeline;
import dev.baton.trace.TimelineSvg;
import dev.baton.trace.format.RunTrace;
import dev.baton.trace.format.TraceFormat;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** One scenario. */
@Command(
        name = "run",
        description = {
            "Runs a scenario: a file, or one of those that 'baton list' shows.",
            "In virtual time, or with a thread for each device; every law is checked.",
            "Leaves a page that shows what happened (report.html), a timeline (SVG),",
            "the first frames (frames.gif) and summary.json; and if jobs are left",
            "who waits for whom, in words and as a graph (waits.dot)."
        })
final class Run implements Callable<Integer> {
    private static final String TIMELINE = "timeline.svg";
    private static final long PICTURE_NANOS = 150_000_000;
    private static final long PICTURE_BEFORE_NANOS = 50_000_000;

    /** What is kept to draw a part of: only at the end is it known which. */
    private static final long PICTURE_KEPT_NANOS = 20_000_000_000L;

    private static final long NANOS_PER_MS = 1_000_000;

    /** How a job may end: their numbers add up to all that have ended. */
    private static final List<Measure> FRAMES =
            List.of(Measure.PRESENTED, Measure.TORN, Measure.STALE, Measure.DROPPED);

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputDirectory output;

    @Parameters(
            paramLabel = "SCENARIO",
            description = "The path of a file, or the name of a bundled scenario.")
    private String scenario = "";

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides what the scenario leaves open (default: the scenario's own).")
    private @Nullable Long seed;

    @Option(names = "--realtime", description = "Devices are threads, and time is what it is.")
    private boolean realtime;

    @Option(
            names = "--live",
            negatable = true,
            description = {
                "Shows the queues on a terminal, in virtual time four times slower than real.",
                "By itself with --realtime; not with --no-live."
            })
    private @Nullable Boolean live;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description =
                    "For how long jobs are submitted, such as 500ms (default: the scenario's own).")
    private @Nullable String duration;

    @Option(
            names = "--trace",
            paramLabel = "FORMAT",
            split = ",",
            description = {
                "Writes the whole run as trace.pftrace (perfetto), trace.json (chrome),",
                "trace.ftrace (ftrace) or trace.dot (dot: who followed whom, up to a number);",
                "several with a comma between."
            })
    private List<TraceFormat> traces = List.of();

    @Option(
            names = "--history",
            description = "Leaves history.csv too: who asked, owned and gave back, for 'check'.")
    private boolean history;

    private ReportLog log = new ReportLog();
    private Duration cpu = Duration.ZERO;

    @Override
    public Integer call() throws IOException {
        Scenario read = read();
        Duration before = cpuNow();
        RunReport report = runTraced(read);
        cpu = cpuNow().minus(before);
        Figures without = without(read, report.options());
        Files.writeString(output.file(TIMELINE), picture(report));
        output.writeSummary(summary(report, without));
        ReportFile.run(output, words(report), report, log);
        WaitsReport.draw(output, report.waits());
        RunTable.print(spec.commandLine().getOut(), report, without);
        spec.commandLine().getOut().printf("%nSee %s.%n", output.path().resolve(ReportFile.PAGE));
        return report.isFine() ? ExitCode.FINE : ExitCode.BROKEN;
    }

    /** What the whole process, compiler and collector included, has used so far. */
    private static Duration cpuNow() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What makes the same again. */
    private List<String> words(RunReport report) {
        List<String> words = new ArrayList<>(List.of(scenario));
        words.addAll(List.of("--seed", Long.toString(report.options().seed())));
        if (duration != null) {
            words.addAll(List.of("--for", duration));
        }
        if (realtime) {
            words.add("--realtime");
        }
        return words;
    }

    private Scenario read() {
        try {
            return Scenarios.names().contains(scenario)
                    ? Scenarios.read(scenario)
                    : ScenarioReader.read(path(scenario, Scenarios.names(), "scenario"));
        } catch (ScenarioException e) {
            throw new InputException(e.where(), e.why());
        } catch (IOException e) {
            boolean directory = new File(scenario).isDirectory();
            throw new InputException(
                    scenario, "cannot be read" + (directory ? ", it is a directory" : ""));
        }
    }

    /** A file; what is neither that nor a bundled name is told which name was perhaps meant. */
    static Path path(String scenario, Collection<String> bundled, String noun) {
        try {
            Path path = Path.of(scenario);
            if (Files.exists(path) && !scenario.isEmpty()) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new InputException(scenario, "is no path of a file, and no bundled scenario");
        }
        throw new InputException(
                scenario,
                "is neither a file nor a bundled " + noun
                        + Scenarios.suggestion(scenario, bundled));
    }

    private RunReport runTraced(Scenario read) throws IOException {
        if (traces.isEmpty() && !history) {
            return run(read, null);
        }
        try (RunTrace trace = TraceFiles.open(output, traces, history)) {
            return run(read, trace);
        }
    }

    private RunReport run(Scenario read, @Nullable RunWatcher watcher) {
        long forNanos = duration == null ? read.forNanos() : forNanos(duration);
        log = new ReportLog(null, realtime ? 0 : forNanos);
        PrintWriter err = spec.commandLine().getErr();
        Terminal terminal = Terminal.ofSystem();
        boolean shown = Objects.requireNonNullElse(live, realtime) && terminal.isLarge();
        try (Progress progress = new Progress(
                err, shown ? Terminal.NONE : terminal, "milliseconds", forNanos / NANOS_PER_MS)) {
            RunOptions options = new RunOptions(
                    seed == null ? read.seed() : seed,
                    realtime ? Clock.REAL : Clock.VIRTUAL,
                    forNanos,
                    PICTURE_KEPT_NANOS,
                    nanos -> progress.at(nanos / NANOS_PER_MS),
                    log,
                    watcher == null ? log : watcher.and(log));
            long slowNanos = realtime ? 0 : Long.MAX_VALUE;
            return shown
                    ? LiveRun.run(
                            new LiveRun.Shown(read.name(), slowNanos, terminal, err), read, options)
                    : ScenarioRun.run(read, options);
        } catch (BufferException e) {
            throw new InputException(scenario, String.valueOf(e.getMessage()));
        }
    }

    private static long forNanos(String duration) {
        try {
            return ScenarioReader.durationNanos(duration);
        } catch (IllegalArgumentException e) {
            throw new InputException("--for", String.valueOf(e.getMessage()));
        }
    }

    /** The beginning, or where first something went wrong, unless that is later than what is kept. */
    private static String picture(RunReport report) {
        Timeline.Run all = report.picture();
        Mark mark = report.mark();
        long end = Math.min(PICTURE_KEPT_NANOS, report.endNanos());
        long at = mark == null ? 0 : mark.nanos();
        boolean drawn = at < PICTURE_KEPT_NANOS;
        long from =
                drawn ? Math.max(0, Math.min(end - PICTURE_NANOS, at - PICTURE_BEFORE_NANOS)) : 0;
        long to = Math.min(from + PICTURE_NANOS, end);
        String span = String.format(Locale.ROOT, "%.1f to %.1f ms", from / 1e6, to / 1e6);
        String around = mark == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        drawn
                                ? ", around %s at %.1f ms"
                                : "; %s at %.1f ms is too late to be drawn",
                        mark.what(),
                        at / 1e6);
        String title = all.title() + ", " + span + around;
        String caption =
                "Colours and numbers are iterations; grey lines are vblanks, dashed red ones"
                        + " had nothing new to show.";
        Timeline.Run shown = new Timeline.Run(title, all.lanes(), all.vblanks());
        return TimelineSvg.draw(List.of(shown), caption, from, to);
    }

    private Map<String, @Nullable Object> summary(RunReport report, @Nullable Figures without) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("command", "run");
        summary.put("scenario", report.scenario().name());
        summary.put("seed", report.options().seed());
        summary.put("clock", report.options().clock().word());
        summary.put("virtualSeconds", report.endNanos() / 1e9);
        summary.put("wallSeconds", report.wallNanos() / 1e9);
        summary.put("cpuSeconds", cpu.toNanos() / 1e9);
        summary.put("jobs", figures(report, Measure.ENDS));
        summary.put("frames", figures(report, FRAMES));
        List<Measure> others = new ArrayList<>(List.of(Measure.values()));
        others.removeAll(Measure.ENDS);
        others.removeAll(FRAMES);
        summary.put("measures", figures(report, others));
        summary.put("notes", report.notes());
        summary.put("perFrame", perFrame(report.figures()));
        summary.put("perFrameWithoutHardwareOrder", without == null ? null : perFrame(without));
        summary.put("faultsInjected", report.faults());
        summary.put("latencies", latencies(report));
        summary.put("laws", LawsSummary.of(List.of(report.laws())));
        Map<String, Object> expectations = new LinkedHashMap<>();
        boolean judged = report.options().clock() == Clock.VIRTUAL;
        int all = report.scenario().expectations().size();
        expectations.put("judged", judged);
        expectations.put("met", judged ? all - report.missed().size() : 0);
        expectations.put("missed", report.missed());
        summary.put("expectations", expectations);
        summary.put("circle", report.circle().isEmpty() ? null : report.circleInWords());
        summary.put("waits", WaitsReport.summary(report.waits()));
        summary.put("eventHash", report.eventHash());
        summary.put("timesRealTime", report.timesRealTime());
        summary.put("pixels", report.figures().pixels());
        summary.put("pixelsPerSecond", report.pixelsPerSecond());
        return summary;
    }

    /** What it would be if no device waited by itself (S12); null if none does, and in real time. */
    private static @Nullable Figures without(Scenario read, RunOptions options) {
        Scenario plain = read.ordered(DeviceSpec.Ordering.CPU);
        return options.clock() == Clock.REAL || plain.equals(read)
                ? null
                : ScenarioRun.run(
                                plain,
                                new RunOptions(
                                        options.seed(),
                                        Clock.VIRTUAL,
                                        options.forNanos(),
                                        0,
                                        nanos -> {}))
                        .figures();
    }

    /** What the CPU had to do with each frame; null if none was shown. */
    private static @Nullable Map<String, Object> perFrame(Figures figures) {
        double frames = figures.of(Measure.PRESENTED);
        Map<String, Object> each = new LinkedHashMap<>();
        for (Measure measure : List.of(Measure.CALLS_ON_PATH, Measure.INTERRUPTS)) {
            each.put(measure.word(), figures.of(measure) / frames);
        }
        return frames == 0 ? null : each;
    }

    private static Map<String, Object> latencies(RunReport report) {
        Map<String, Object> latencies = new LinkedHashMap<>();
        report.latencies().forEach((span, took) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("count", took.count());
            one.put("p50Nanos", took.p50Nanos());
            one.put("p99Nanos", took.p99Nanos());
            one.put("maxNanos", took.maxNanos());
            latencies.put(span.word(), one);
        });
        return latencies;
    }

    private static Map<String, Object> figures(RunReport report, List<Measure> measures) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (Measure measure : measures) {
            figures.put(measure.word(), report.figures().of(measure));
        }
        return figures;
    }
}
