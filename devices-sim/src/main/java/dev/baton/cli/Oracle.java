package dev.baton.cli;

import dev.baton.trace.oracle.Comparison;
import dev.baton.trace.oracle.DamagedAnswersException;
import dev.baton.trace.oracle.Report;
import dev.baton.trace.oracle.Report.Tally;
import dev.baton.trace.text.UnreadableTextException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** Another system's recorded answers, beside those of Baton. */
@Command(
        name = "oracle",
        description = {
            "Compares another system's recorded answers with Baton's.",
            "Baton does what was recorded, and is asked the same after every step.",
            "Leaves a table and summary.json."
        })
final class Oracle implements Callable<Integer> {
    static final int FILES_MAX = 1000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputDirectory output;

    @Parameters(
            paramLabel = "DIR",
            description = {
                "Holds the answers: every *.txt and *.txt.gz in it is read.",
                "Kinds of scenarios that are not known are named and skipped."
            })
    private String directory = "";

    @Override
    public Integer call() throws IOException {
        Report report = compare(files());
        output.writeSummary(summary(report));
        OracleTable.print(spec.commandLine().getOut(), directory, report);
        spec.commandLine().getOut().printf("%nSee %s.%n", output.path().resolve("summary.json"));
        return report.differing() == 0 ? ExitCode.FINE : ExitCode.BROKEN;
    }

    private Report compare(List<File> files) {
        Comparison comparison = new Comparison();
        try (Progress progress = Progress.of(spec.commandLine().getErr(), "files", files.size())) {
            for (int i = 0; i < files.size(); i++) {
                progress.at(i);
                read(files.get(i), comparison);
            }
        }
        return comparison.report();
    }

    private static void read(File file, Comparison comparison) {
        try (InputStream in = new FileInputStream(file)) {
            comparison.read(file.getName(), in);
        } catch (DamagedAnswersException e) {
            throw new InputException(file + " line " + e.line(), String.valueOf(e.getMessage()));
        } catch (UnreadableTextException e) {
            throw new InputException(file.toString(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new InputException(file.toString(), "cannot be read");
        }
    }

    private List<File> files() {
        // Not by Path: names that are none make it throw something else.
        File[] files = new File(directory).listFiles(Oracle::isText);
        if (files == null) {
            throw new InputException(directory, why());
        }
        if (files.length == 0) {
            throw new InputException(directory, "holds no *.txt or *.txt.gz");
        }
        if (files.length > FILES_MAX) {
            throw new InputException(directory, "holds more than " + FILES_MAX + " files");
        }
        Arrays.sort(files); // the same report everywhere
        return List.of(files);
    }

    private static boolean isText(File file) {
        String name = file.getName();
        return (name.endsWith(".txt") || name.endsWith(".txt.gz")) && file.isFile();
    }

    private String why() {
        File named = new File(directory);
        return named.isDirectory()
                ? "cannot be read"
                : named.exists() ? "is no directory" : "is missing";
    }

    private static Map<String, Object> summary(Report report) {
        Map<String, Object> kinds = new LinkedHashMap<>();
        report.kinds()
                .forEach((kind, tally) -> kinds.put(kind.toString(), summary(report, kind, tally)));
        Map<String, Object> skipped = new TreeMap<>();
        report.skipped().forEach((kind, scenarios) -> skipped.put(kind.toString(), scenarios));
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("command", "oracle");
        summary.put("kinds", kinds);
        summary.put("skipped", skipped);
        return summary;
    }

    private static Map<String, Object> summary(Report report, char kind, Tally tally) {
        Map<String, Object> summary = new LinkedHashMap<>();
        if (Report.isOfFlips(kind)) {
            summary.put("frames", report.flips().frames());
            summary.put("early", report.flips().early());
            summary.put("atRule", report.flips().atRule());
            return summary;
        }
        summary.put("scenarios", tally.scenarios());
        if (Report.isTimed(kind)) {
            summary.put("pairs", tally.checks());
            summary.put("violations", tally.failures());
        } else {
            summary.put("observations", tally.checks());
            summary.put("equal", tally.checks() - tally.failures());
        }
        return summary;
    }
}
