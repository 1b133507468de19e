package dev.baton.report;

import dev.baton.law.WaitForGraph.Wait;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.run.Span;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a page says: maps, lists, strings, numbers and booleans, to be written as JSON. What was not
 * said is not shown.
 *
 * <p>For one thread.
 */
public final class Report {
    /** Of a cycle, or of sentences of one kind. */
    static final int LINES_MAX = 100;

    private final Map<String, @Nullable Object> all = new LinkedHashMap<>();
    private final List<Object> runs = new ArrayList<>();
    private final List<Object> latencies = new ArrayList<>();
    private final List<Object> films = new ArrayList<>();
    private final List<List<Film.Frame>> displays = new ArrayList<>();

    /**
     * Of one command.
     *
     * @param command its name
     * @param title what it was about
     * @param again the words of the command line that does the same again
     */
    public Report(String command, String title, List<String> again) {
        all.put("command", command);
        all.put("title", title);
        all.put("again", ShellWords.quoted(again));
        all.put("runs", runs);
        all.put("latencies", latencies);
        all.put("films", films);
    }

    /**
     * What to see first.
     *
     * @param fine whether all is as it should be
     * @param inWords one line
     */
    public void verdict(boolean fine, String inWords) {
        all.put("fine", fine);
        all.put("verdict", inWords);
    }

    /**
     * What it was about, below the verdict.
     *
     * @param text a few lines
     */
    public void story(String text) {
        all.put("story", text.strip().lines().toList());
    }

    /**
     * Lines under a heading; none are not shown.
     *
     * @param heading of what kind they are
     * @param lines any number, of which a page shows the first
     */
    @SuppressWarnings("unchecked")
    public void lines(String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            List<Object> sections =
                    (List<Object>) all.computeIfAbsent("lines", key -> new ArrayList<>());
            List<String> first = lines.stream().limit(LINES_MAX).toList();
            sections.add(Map.of("heading", heading, "lines", first, "of", lines.size()));
        }
    }

    /**
     * What was counted.
     *
     * @param columns one for each run
     * @param rows by their names, with a number or text for each column
     */
    public void figures(List<String> columns, Map<String, ? extends List<?>> rows) {
        List<Object> named = new ArrayList<>();
        rows.forEach((name, values) -> named.add(Map.of("name", name, "values", values)));
        all.put("figures", Map.of("columns", columns, "rows", named));
    }

    /**
     * Who waits for whom in a circle.
     *
     * @param inWords the whole of it
     * @param waits each for the waiter of the next; none if only the words are known
     */
    public void circle(String inWords, List<? extends Wait<?>> waits) {
        List<Object> edges = new ArrayList<>();
        waits.stream()
                .limit(LINES_MAX)
                .forEach(wait -> edges.add(Map.of(
                        "waiter", String.valueOf(wait.waiter()),
                        "reason", wait.reason(),
                        "holder", String.valueOf(wait.holder()))));
        all.put("circle", Map.of("words", inWords, "waits", edges));
    }

    /**
     * One more run, below the others.
     *
     * @param tracks what happened
     */
    public void run(RunTracks tracks) {
        runs.add(tracks.toMap());
    }

    /**
     * How long things took in a run.
     *
     * @param run its title
     * @param report what came of it
     */
    public void latencies(String run, RunReport report) {
        for (Map.Entry<Span, RunReport.Latencies> span : report.latencies().entrySet()) {
            RunReport.Latencies took = span.getValue();
            List<List<Long>> bars = report.bars().getOrDefault(span.getKey(), List.of()).stream()
                    .map(bar -> List.of(bar.fromNanos(), bar.toNanos(), bar.count()))
                    .toList();
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("run", run);
            one.put("span", span.getKey().word());
            one.put("count", took.count());
            one.put("p50", took.p50Nanos());
            one.put("p99", took.p99Nanos());
            one.put("max", took.maxNanos());
            one.put("bars", bars);
            latencies.add(one);
        }
    }

    /**
     * What the displays of a run showed.
     *
     * @param run its title
     * @param film the frames
     */
    public void film(String run, Film film) {
        for (Map.Entry<String, List<Film.Frame>> display : film.displays().entrySet()) {
            List<Object> frames = new ArrayList<>();
            for (Film.Frame frame : display.getValue()) {
                frames.add(toMap(frame));
            }
            films.add(Map.of("run", run, "display", display.getKey(), "frames", frames));
            displays.add(display.getValue());
        }
    }

    private static Map<String, @Nullable Object> toMap(Film.Frame frame) {
        Map<String, @Nullable Object> one = new LinkedHashMap<>();
        one.put("frame", frame.shown().iteration());
        one.put("from", frame.shown().fromNanos());
        one.put("to", frame.shown().toNanos());
        one.put("torn", frame.shown().torn());
        one.put("stale", frame.shown().stale());
        one.put("png", frame.picture() == null ? null : base64(Png.of(frame.picture())));
        return one;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * All displays beside each other, moving. The page shows it too.
     *
     * @return a GIF; null if no display showed a frame
     * @throws IOException never, as it is written to memory
     */
    public byte @Nullable [] gif() throws IOException {
        if (displays.isEmpty()) {
            return null;
        }
        byte[] gif = FrameGif.of(displays);
        all.put("gif", base64(gif));
        return gif;
    }

    /**
     * What was said.
     *
     * @return to be written as JSON
     */
    public Map<String, ?> toMap() {
        return all;
    }
}
