package dev.baton.cli;

import dev.baton.law.Laws;
import dev.baton.sim.demo.Mode;
import dev.baton.sim.demo.Picture;
import dev.baton.sim.demo.RenderToPageflip;
import dev.baton.sim.demo.RunReport;
import dev.baton.sim.demo.Workload;
import dev.baton.trace.Timeline;
import dev.baton.trace.Timeline.Vblank;
import dev.baton.trace.TimelineSvg;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import javax.imageio.ImageIO;

/** Render to page flip, with the same work three times. */
@Command(
        name = "demo",
        description = {
            "Shows frames going from render to page flip.",
            "The same work three times, in virtual time: through the queues, through the",
            "application, and unsynchronised. Leaves a table, a timeline (SVG), pictures of",
            "frames (PNG) and summary.json."
        })
final class Demo implements Callable<Integer> {
    private static final int FRAMES_MIN = 3;
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

    private final List<String> files = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        if (frames < FRAMES_MIN || frames > RenderToPageflip.FRAMES_MAX) {
            throw new InputException(
                    "--frames " + frames,
                    "takes " + FRAMES_MIN + " to " + RenderToPageflip.FRAMES_MAX);
        }
        Map<Mode, RunReport> runs = runAll();
        writeTimeline(runs);
        writePictures(runs);
        files.add("summary.json");
        output.writeSummary(summary(runs));
        DemoTable.print(spec.commandLine().getOut(), frames, seed, runs);
        spec.commandLine()
                .getOut()
                .printf(
                        "%nSee %s and %d more files beside it.%n",
                        output.path().resolve(files.get(0)), files.size() - 1);
        return isFine(runs) ? ExitCode.FINE : ExitCode.BROKEN;
    }

    private Map<Mode, RunReport> runAll() {
        Workload work = Workload.draw(frames, seed);
        Map<Mode, RunReport> runs = new EnumMap<>(Mode.class);
        Mode[] modes = Mode.values();
        try (Progress progress =
                Progress.of(spec.commandLine().getErr(), "frames", (long) frames * modes.length)) {
            for (Mode mode : modes) {
                long before = (long) frames * runs.size();
                runs.put(
                        mode,
                        RenderToPageflip.run(
                                mode, work, presented -> progress.at(before + presented)));
            }
        }
        return runs;
    }

    /** The first two must show whole frames only, the control must not, and no law may break. */
    private static boolean isFine(Map<Mode, RunReport> runs) {
        boolean fine = true;
        for (RunReport run : runs.values()) {
            int wrong = run.tornFrames() + run.staleFrames();
            fine &= run.mode() == Mode.UNSYNCHRONISED ? wrong > 0 : wrong == 0;
            fine &= run.laws().broken() == 0 && run.laws().complete();
        }
        return fine;
    }

    private void writeTimeline(Map<Mode, RunReport> runs) throws IOException {
        Timeline timeline = new Timeline();
        runs.values().forEach(run -> timeline.add(run.picture()));
        long fromNanos = Math.max(
                0, firstGainNanos(runs) - (long) (PERIODS_BEFORE_GAIN * Workload.PERIOD_NANOS));
        long toNanos = fromNanos + (long) (PICTURE_PERIODS * Workload.PERIOD_NANOS);
        String caption = "Colours and numbers are frames; grey lines are vblanks, dashed red ones"
                + " had nothing new to show; dark is the application waking up.";
        Files.writeString(
                file("timeline.svg"), TimelineSvg.draw(timeline, caption, fromNanos, toNanos));
    }

    /** The first vblank that the application missed and the queues did not; 0 if there is none. */
    private static long firstGainNanos(Map<Mode, RunReport> runs) {
        Iterator<Vblank> queued = vblanks(runs, Mode.QUEUED).iterator();
        for (Vblank vblank : vblanks(runs, Mode.APPLICATION)) {
            boolean queuedMissed = queued.hasNext() && queued.next().missed();
            if (vblank.missed() && !queuedMissed) {
                return vblank.nanos();
            }
        }
        return 0;
    }

    private static List<Vblank> vblanks(Map<Mode, RunReport> runs, Mode mode) {
        return Objects.requireNonNull(runs.get(mode)).picture().vblanks();
    }

    private void writePictures(Map<Mode, RunReport> runs) throws IOException {
        for (RunReport run : runs.values()) {
            for (Picture picture : run.pictures()) {
                int width = picture.width();
                BufferedImage image =
                        new BufferedImage(width, picture.height(), BufferedImage.TYPE_INT_RGB);
                image.setRGB(0, 0, width, picture.height(), picture.pixels(), 0, width);
                ImageIO.write(image, "png", file(picture.name() + ".png").toFile());
            }
        }
    }

    private Path file(String name) {
        files.add(name);
        return output.file(name);
    }

    private Map<String, @Nullable Object> summary(Map<Mode, RunReport> runs) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("command", "demo");
        summary.put("seed", seed);
        summary.put("runs", runs.values().stream().map(Demo::summary).toList());
        List<Laws> laws = runs.values().stream().map(RunReport::laws).toList();
        summary.put("laws", LawsSummary.of(laws));
        summary.put("files", files);
        return summary;
    }

    private static Map<String, @Nullable Object> summary(RunReport run) {
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("mode", run.mode().word());
        summary.put("framesRendered", run.framesRendered());
        summary.put("framesPresented", run.framesPresented());
        summary.put("tornFrames", run.tornFrames());
        summary.put("staleFrames", run.staleFrames());
        summary.put("applicationWakeupsOnPath", run.applicationWakeupsOnPath());
        Histogram micros = run.renderEndToFlipMicros();
        boolean some = micros.getTotalCount() > 0;
        Map<String, @Nullable Object> latency = new LinkedHashMap<>();
        latency.put("p50", some ? micros.getValueAtPercentile(50) : null);
        latency.put("p99", some ? micros.getValueAtPercentile(99) : null);
        latency.put("max", some ? micros.getMaxValue() : null);
        summary.put("renderEndToFlipMicros", latency);
        summary.put("missedVblanks", run.missedVblanks());
        summary.put("eventHash", run.eventHash());
        return summary;
    }
}
