package dev.baton.cli;

import dev.baton.sim.Worded;
import dev.baton.trace.Design;
import dev.baton.trace.Design.Policy;
import dev.baton.trace.DesignComparison;
import dev.baton.trace.FrameFigures;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code replay} is asked about another design, and what it answers. */
final class WhatIfOptions {
    private static final String PICTURE = "what-if.svg";
    private static final long PICTURE_NANOS = 150_000_000;
    private static final String ROW = "%-26s %12s %12s %12s%n";

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = {
                "What if: queued (flips wait in the queues, as recorded), application (it is woken",
                "to flip what is finished) or mailbox (the newest finished frame is shown)."
            })
    private @Nullable String policy;

    @Option(
            names = "--buffers",
            paramLabel = "N",
            description = "What if each display's frames took so many buffers in turn.")
    private @Nullable Integer buffers;

    @Option(
            names = "--refresh",
            paramLabel = "HZ",
            description = "What if displays showed something new so often in a second.")
    private @Nullable Double refreshHz;

    /** Null if nothing is asked. */
    @Nullable
    DesignComparison comparison() {
        if (policy == null && buffers == null && refreshHz == null) {
            return null;
        }
        Policy chosen = policy == null ? Policy.QUEUED : policy(policy);
        requireWithin("--buffers", buffers, 2, Design.BUFFERS_MAX);
        requireWithin("--refresh", refreshHz, 1, Design.REFRESH_HZ_MAX);
        return new DesignComparison(new Design(
                chosen,
                buffers == null ? Design.AS_RECORDED : buffers,
                refreshHz == null ? Design.AS_RECORDED : refreshHz));
    }

    /** As they were typed. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        add(words, "--policy", policy);
        add(words, "--buffers", buffers);
        add(words, "--refresh", refreshHz);
        return words;
    }

    private static void add(List<String> words, String option, @Nullable Object value) {
        if (value != null) {
            words.addAll(List.of(option, value.toString()));
        }
    }

    private static Policy policy(String word) {
        return Arrays.stream(Policy.values())
                .filter(policy -> policy.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "--policy " + word,
                        "is none of "
                                + Arrays.stream(Policy.values())
                                        .map(Worded::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static void requireWithin(
            String option, @Nullable Number value, double min, double max) {
        if (value != null && !(value.doubleValue() >= min && value.doubleValue() <= max)) {
            throw new InputException(
                    option + " " + value, "takes " + (long) min + " to " + (long) max);
        }
    }

    /** Refuses a recording without frames; else leaves the picture. One of before does not stay. */
    static void finish(@Nullable DesignComparison whatIf, OutputDirectory output, String name)
            throws IOException {
        Files.deleteIfExists(output.file(PICTURE));
        if (whatIf == null) {
            return;
        }
        whatIf.end();
        if (whatIf.recordedFigures().frames() == 0) {
            throw new InputException(
                    name,
                    "tells of no flip, so there is no frame to bring to a display in another way;"
                            + " leave --policy, --buffers and --refresh away");
        }
        Files.writeString(output.file(PICTURE), whatIf.picture(PICTURE_NANOS));
    }

    static void print(PrintWriter out, DesignComparison whatIf) {
        FrameFigures recorded = whatIf.recordedFigures();
        FrameFigures plain = whatIf.asRecordedFigures();
        FrameFigures other = whatIf.otherFigures();
        out.printf("%nWhat if: %s (see %s)%n", whatIf.words(), PICTURE);
        out.printf(ROW, "", "recorded", "simulated", "what if");
        out.printf(ROW, "frames shown", recorded.shown(), plain.shown(), other.shown());
        out.printf(ROW, "frames late", recorded.late(), plain.late(), other.late());
        out.printf(ROW, "frames dropped", "-", plain.dropped(), other.dropped());
        for (int percent : new int[] {50, 99}) {
            out.printf(
                    ROW,
                    "end to shown, p" + percent + " ms",
                    millis(recorded.latencyNanos(percent)),
                    millis(plain.latencyNanos(percent)),
                    millis(other.latencyNanos(percent)));
        }
        out.printf(
                ROW,
                "end to shown, max ms",
                millis(recorded.latencyMaxNanos()),
                millis(plain.latencyMaxNanos()),
                millis(other.latencyMaxNanos()));
        out.printf(ROW, "frames blocked", "-", plain.blocked(), other.blocked());
        out.printf(
                ROW,
                "blocked, ms",
                "-",
                millis(plain.blockedNanos()),
                millis(other.blockedNanos()));
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }

    /** Null if nothing was asked. */
    static @Nullable Map<String, @Nullable Object> summary(@Nullable DesignComparison whatIf) {
        if (whatIf == null) {
            return null;
        }
        Design design = whatIf.design();
        Map<String, @Nullable Object> summary = new LinkedHashMap<>();
        summary.put("policy", design.policy().word());
        summary.put("buffers", design.buffers() == Design.AS_RECORDED ? null : design.buffers());
        boolean own = design.refreshHz() == Design.AS_RECORDED;
        summary.put("refreshHz", own ? null : design.refreshHz());
        summary.put("recorded", figures(whatIf.recordedFigures(), false));
        summary.put("simulated", figures(whatIf.asRecordedFigures(), true));
        summary.put("whatIf", figures(whatIf.otherFigures(), true));
        return summary;
    }

    private static Map<String, @Nullable Object> figures(FrameFigures of, boolean simulated) {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        boolean shown = of.shown() > 0;
        figures.put("frames", of.frames());
        figures.put("shown", of.shown());
        figures.put("late", of.late());
        figures.put("dropped", simulated ? of.dropped() : null);
        Map<String, @Nullable Object> latency = new LinkedHashMap<>();
        latency.put("p50", shown ? of.latencyNanos(50) / 1e3 : null);
        latency.put("p99", shown ? of.latencyNanos(99) / 1e3 : null);
        latency.put("max", shown ? of.latencyMaxNanos() / 1e3 : null);
        figures.put("renderEndToFlipMicros", latency);
        figures.put("blocked", simulated ? of.blocked() : null);
        figures.put("blockedMicros", simulated ? of.blockedNanos() / 1e3 : null);
        figures.put("lawsBroken", simulated ? of.lawsBroken() : null);
        return figures;
    }

    static boolean isFine(@Nullable DesignComparison whatIf) {
        return whatIf == null
                || whatIf.asRecordedFigures().lawsBroken() == 0
                        && whatIf.otherFigures().lawsBroken() == 0;
    }
}
