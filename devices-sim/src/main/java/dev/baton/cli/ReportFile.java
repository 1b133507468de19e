package dev.baton.cli;

import dev.baton.engine.Snapshot;
import dev.baton.explore.Exploration.Result;
import dev.baton.explore.Failure;
import dev.baton.explore.Found;
import dev.baton.explore.Workload;
import dev.baton.law.Laws;
import dev.baton.law.Violation;
import dev.baton.law.WaitForGraph;
import dev.baton.report.Report;
import dev.baton.report.ReportLog;
import dev.baton.report.ReportPage;
import dev.baton.report.RunTracks;
import dev.baton.sim.run.Clock;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.scenario.Measure;
import dev.baton.trace.Recorded;
import dev.baton.trace.ReplayReport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What each command says on the page that it leaves. */
final class ReportFile {
    static final String PAGE = "report.html";
    static final String FRAMES = "frames.gif";
    private static final String BATON = "./baton";

    private ReportFile() {}

    /** Of a scenario that was run. */
    static void run(OutputDirectory output, List<String> words, RunReport report, ReportLog log)
            throws IOException {
        String name = report.scenario().name();
        Report page = new Report("run", name, again("run", words));
        page.verdict(report.isFine(), verdict(report));
        page.story(report.scenario().story());
        page.lines("Missed", report.missed());
        page.lines("Notes", report.notes());
        page.figures(List.of(name), figures(List.of(report)));
        broken(page, report.laws());
        waits(page, report.waits());
        if (!report.circle().isEmpty()) {
            page.circle(report.circleInWords(), report.circle());
        }
        page.run(log.tracks(name));
        page.latencies(name, report);
        page.film(name, log.film());
        write(output, page);
    }

    private static String verdict(RunReport report) {
        if (!report.circle().isEmpty()) {
            return "Deadlock: jobs wait for one another in a circle.";
        }
        if (!report.missed().isEmpty()) {
            boolean judged = report.options().clock() == Clock.VIRTUAL;
            return (judged ? "Expected was " : "Not complete: ")
                    + report.missed().get(0);
        }
        int expected = report.scenario().expectations().size();
        return laws(report.laws())
                + (report.options().clock() == Clock.VIRTUAL
                        ? " " + expected + " of " + expected + " expectations met."
                        : " Expectations are not judged in real time.");
    }

    /** Of the demo's runs, under each other. */
    static void demo(
            OutputDirectory output, List<String> words, List<DemoRun> runs, List<ReportLog> logs)
            throws IOException {
        Report page = new Report(
                "demo", "The same frames, four ways to the screen", again("demo", words));
        boolean fine = runs.stream().allMatch(DemoRun::isFine);
        page.verdict(
                fine,
                fine
                        ? "Through the queues no frame was torn or stale;"
                                + " without synchronisation they were."
                        : "A run did not go as it should.");
        List<String> modes = runs.stream().map(run -> run.mode().word()).toList();
        page.figures(modes, figures(runs.stream().map(DemoRun::report).toList()));
        for (int i = 0; i < modes.size(); i++) {
            page.run(logs.get(i).tracks(modes.get(i)));
            page.latencies(modes.get(i), runs.get(i).report());
            page.film(modes.get(i), logs.get(i).film());
        }
        write(output, page);
    }

    /** Of a recording. */
    static void replay(
            OutputDirectory output, List<String> words, ReplayReport report, RunTracks tracks)
            throws IOException {
        Recorded recorded = report.recorded();
        String name = words.isEmpty() || words.get(0).startsWith("--")
                ? "The bundled recording"
                : words.get(0);
        Report page = new Report("replay", name, again("replay", words));
        boolean fine = report.laws().broken() == 0 && report.flipsEarly() == 0;
        page.verdict(
                fine && report.laws().complete(),
                report.flipsEarly() > 0
                        ? report.flipsEarly() + " flips were shown before what they waited for."
                        : laws(report.laws()) + " " + report.flipsAtRecordedVblank() + " of "
                                + recorded.flips() + " flips came at their recorded vblank.");
        Map<String, List<?>> rows = new LinkedHashMap<>();
        rows.put("jobs", List.of(report.submitted()));
        rows.put("completed", List.of(report.completed()));
        rows.put("cancelled", List.of(report.cancelled()));
        rows.put("buffers", List.of(report.buffers()));
        rows.put("flips", List.of(recorded.flips()));
        rows.put("vblanks", List.of(recorded.vblanks()));
        page.figures(List.of(name), rows);
        broken(page, report.laws());
        waits(page, report.waits());
        page.run(tracks);
        write(output, page);
    }

    /** Of a search. */
    static void explore(OutputDirectory output, List<String> words, Result result)
            throws IOException {
        Report page = new Report("explore", result.workload().name(), again("explore", words));
        @Nullable Found found = result.smallest().orElse(null);
        Map<String, List<?>> rows = new LinkedHashMap<>();
        rows.put("schedules", List.of(result.bound().schedules()));
        if (found == null) {
            page.verdict(true, "Nothing found: " + result.bound().inWords());
        } else {
            Failure failure = found.failure();
            page.verdict(
                    false,
                    failure.kind() + " found in schedule " + result.bound().schedules());
            rows.put("jobs", List.of(found.workload().size().jobs()));
            rows.put("buffers", List.of(found.workload().size().buffers()));
            rows.put("steps", List.of(found.workload().size().steps()));
            rows.put("switches", List.of(found.schedule().switches()));
            rows.put("faults", List.of(found.workload().size().faults()));
            ReportLog log = new ReportLog();
            Workload.Picture picture = found.picture(log);
            page.circle(failure.inWords(), picture.circle());
            page.lines(
                    result.shrunk()
                            ? "The smallest that fails so"
                            : "It fails so, perhaps not the smallest that does",
                    found.workload().source().lines().toList());
            page.lines("Its schedule", List.of(found.schedule().inWords()));
            RunTracks tracks = log.tracks(result.workload().name());
            page.run(tracks.isEmpty() ? RunTracks.ofSteps(picture.timeline()) : tracks);
        }
        page.figures(List.of(result.workload().name()), rows);
        write(output, page);
    }

    private static List<String> again(String command, List<String> words) {
        return Stream.concat(Stream.of(BATON, command), words.stream()).toList();
    }

    private static String laws(Laws laws) {
        return laws.broken() > 0
                ? "Laws were broken, " + laws.broken() + " times."
                : laws.complete()
                        ? "All " + laws.checked().size() + " laws hold."
                        : "Events were dropped, so no law can be told to hold.";
    }

    private static void broken(Report page, Laws laws) {
        page.lines(
                "Laws broken",
                laws.violations().stream().map(Violation::toString).toList());
    }

    private static void waits(Report page, @Nullable Snapshot waits) {
        if (waits == null) {
            return;
        }
        page.lines(
                "Left waiting",
                waits.links().stream().map(Snapshot.Link::toString).toList());
        if (!waits.cycle().isEmpty()) {
            page.circle(WaitForGraph.inWords(waits.cycle()), waits.cycle());
        }
    }

    /** Of all measures that any of the runs had something of. */
    private static Map<String, List<?>> figures(List<RunReport> runs) {
        Map<String, List<?>> rows = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            List<Long> values =
                    runs.stream().map(run -> run.figures().of(measure)).toList();
            if (values.stream().anyMatch(value -> value != 0)) {
                rows.put(
                        measure.word(),
                        measure.unit() == Measure.Unit.COUNT
                                ? values
                                : values.stream().map(measure::inWords).toList());
            }
        }
        return rows;
    }

    private static void write(OutputDirectory output, Report page) throws IOException {
        byte[] gif = page.gif();
        if (gif == null) {
            Files.deleteIfExists(output.file(FRAMES));
        } else {
            Files.write(output.file(FRAMES), gif);
        }
        Files.write(output.file(PAGE), ReportPage.of(Json.compact(page.toMap())));
    }
}
