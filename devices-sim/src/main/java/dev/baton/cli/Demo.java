package dev.baton.cli;

import dev.baton.cli.DemoRun.Mode;
import dev.baton.law.Laws;
import dev.baton.report.ReportLog;
import dev.baton.sim.run.Clock;
import dev.baton.sim.run.RunOptions;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.run.ScenarioRun;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioException;
import dev.baton.sim.scenario.Scenarios;
import dev.baton.trace.Timeline;
import dev.baton.trace.Timeline.Vblank;
import dev.baton.trace.TimelineSvg;
import dev.baton.trace.format.RunTrace;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Render to page flip, with the same work four times. */
@Command(
        name = "demo",
        description = {
            "Shows frames going from render to page flip.",
            "The same work four times, in virtual time: through the queues, through the",
            "application, unsynchronised, and with hardware that orders itself. Leaves a",
            "page that shows it (report.html), a table, a timeline (SVG), traces",
            "(Perfetto), pictures of frames (PNG, GIF) and summary.json."
        })
final class Demo implements Callable<Integer> {
    private static final int FRAMES_MIN = 3;
    private static final int FRAMES_MAX = 10_000;
    private static final long PERIOD_NANOS = 16_666_667;
    private static final long NANOS_PER_MS = 1_000_000;

    /** On top of twice the time that the frames take: so all of them are shown. */
    private static final long FOR_NANOS_MIN = 1_000_000_000;

    /** How much of each run --live slows down. */
    private static final long SLOW_NANOS = 1_500_000_000;

    private static final double PICTURE_PERIODS = 9.5;
    private static final double PERIODS_BEFORE_GAIN = 3.3;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputDirectory output;

    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "How many frames (default: ${DEFAULT-VALUE}).",
            defaultValue = "240")
    private int frames;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Decides render times and wake-up latencies (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private long seed;

    @Option(
            names = "--live",
            description = {
                "Shows the queues on a terminal; the first 1.5 s of each run are four times",
                "slower than real time."
            })
    private boolean live;

    private final List<String> files = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        if (frames < FRAMES_MIN || frames > FRAMES_MAX) {
            throw new InputException(
                    "--frames " + frames, "takes " + FRAMES_MIN + " to " + FRAMES_MAX);
        }
        List<DemoPictures> pictures = new ArrayList<>();
        List<ReportLog> logs = new ArrayList<>();
        List<DemoRun> runs = runAll(pictures, logs);
        writeTimeline(runs);
        runs.forEach(run -> files.add(trace(run.mode())));
        for (DemoPictures some : pictures) {
            some.write(this::file);
        }
        ReportFile.demo(output, words(), runs, logs);
        files.addAll(List.of(ReportFile.PAGE, ReportFile.FRAMES));
        files.add("summary.json");
        output.writeSummary(summary(runs));
        PrintWriter out = spec.commandLine().getOut();
        DemoTable.print(out, frames, seed, runs);
        out.printf(
                "%nSee %s and %d more files beside it.%n",
                output.path().resolve(ReportFile.PAGE), files.size() - 1);
        return runs.stream().allMatch(DemoRun::isFine) ? ExitCode.FINE : ExitCode.BROKEN;
    }

    /** What makes the same again. */
    private List<String> words() {
        return List.of("--frames", Integer.toString(frames), "--seed", Long.toString(seed));
    }

    private List<DemoRun> runAll(List<DemoPictures> pictures, List<ReportLog> logs)
            throws IOException {
        long forNanos = FOR_NANOS_MIN + 2 * frames * PERIOD_NANOS;
        List<DemoRun> runs = new ArrayList<>();
        Mode[] modes = Mode.values();
        long total = forNanos * modes.length / NANOS_PER_MS;
        PrintWriter err = spec.commandLine().getErr();
        Terminal terminal = Terminal.ofSystem();
        boolean shown = live && terminal.isLarge();
        try (Progress progress =
                new Progress(err, shown ? Terminal.NONE : terminal, "milliseconds", total)) {
            for (Mode mode : modes) {
                long before = forNanos * runs.size();
                DemoPictures kept = new DemoPictures(mode.word(), frames);
                try (RunTrace trace = TraceFiles.open(output.file(trace(mode)))) {
                    ReportLog log = new ReportLog(kept, forNanos);
                    logs.add(log);
                    RunOptions options = new RunOptions(
                            seed,
                            Clock.VIRTUAL,
                            forNanos,
                            Long.MAX_VALUE,
                            nanos -> progress.at((before + nanos) / NANOS_PER_MS),
                            log,
                            trace.and(log));
                    Scenario scenario = scenario(mode);
                    RunReport report = shown
                            ? LiveRun.run(
                                    new LiveRun.Shown(mode.word(), SLOW_NANOS, terminal, err),
                                    scenario,
                                    options)
                            : ScenarioRun.run(scenario, options);
                    runs.add(new DemoRun(mode, report));
                }
                pictures.add(kept);
            }
        }
        return runs;
    }

    private static String trace(Mode mode) {
        return mode.word() + ".pftrace";
    }

    private Scenario scenario(Mode mode) throws IOException {
        try {
            return Scenarios.read(mode.scenario).limited(frames);
        } catch (ScenarioException e) {
            throw new InputException(e.where(), e.why());
        }
    }

    private void writeTimeline(List<DemoRun> runs) throws IOException {
        List<Timeline.Run> pictures = runs.stream().map(DemoRun::picture).toList();
        long fromNanos =
                Math.max(0, firstGainNanos(runs) - (long) (PERIODS_BEFORE_GAIN * PERIOD_NANOS));
        long toNanos = fromNanos + (long) (PICTURE_PERIODS * PERIOD_NANOS);
        String caption = "Colours and numbers are frames; grey lines are vblanks, dashed red ones"
                + " had nothing new to show; dark is the application waking up.";
        Files.writeString(
                file("timeline.svg"), TimelineSvg.draw(pictures, caption, fromNanos, toNanos));
    }

    /** The first vblank that the application missed and the queues did not; 0 if there is none. */
    private static long firstGainNanos(List<DemoRun> runs) {
        Iterator<Vblank> queued = vblanks(runs, Mode.QUEUED).iterator();
        for (Vblank vblank : vblanks(runs, Mode.APPLICATION)) {
            boolean queuedMissed = queued.hasNext() && queued.next().missed();
            if (vblank.missed() && !queuedMissed) {
                return vblank.nanos();
            }
        }
        return 0;
    }

    private static List<Vblank> vblanks(List<DemoRun> runs, Mode mode) {
        return runs.get(mode.ordinal()).picture().vblanks();
    }

    private Path file(String name) {
        files.add(name);
        return output.file(name);
    }

    private Map<String, @Nullable Object> summary(List<DemoRun> runs) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("command", "demo");
        summary.put("seed", seed);
        summary.put("runs", runs.stream().map(Demo::summary).toList());
        List<Laws> laws = runs.stream().map(run -> run.report().laws()).toList();
        summary.put("laws", LawsSummary.of(laws));
        summary.put("files", files);
        return summary;
    }

    private static Map<String, @Nullable Object> summary(DemoRun run) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("mode", run.mode().word());
        summary.put("framesRendered", run.framesRendered());
        summary.put("framesPresented", run.figure(Measure.PRESENTED));
        summary.put("tornFrames", run.figure(Measure.TORN));
        summary.put("staleFrames", run.figure(Measure.STALE));
        summary.put("applicationWakeupsOnPath", run.figure(Measure.WAKEUPS_ON_PATH));
        summary.put("callsOnPathPerFrame", run.perFrame(Measure.CALLS_ON_PATH));
        summary.put("interruptsPerFrame", run.perFrame(Measure.INTERRUPTS));
        RunReport.Latencies path = run.report().path();
        boolean some = path.count() > 0;
        Map<String, @Nullable Object> latency = new LinkedHashMap<>();
        latency.put("p50", some ? path.p50Nanos() / 1_000 : null);
        latency.put("p99", some ? path.p99Nanos() / 1_000 : null);
        latency.put("max", some ? path.maxNanos() / 1_000 : null);
        summary.put("renderEndToFlipMicros", latency);
        summary.put("missedVblanks", run.figure(Measure.MISSED_VBLANKS));
        summary.put("eventHash", run.report().eventHash());
        return summary;
    }
}
