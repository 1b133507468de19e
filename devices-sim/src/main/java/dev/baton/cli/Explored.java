package dev.baton.cli;

import dev.baton.explore.Found;
import dev.baton.explore.Workload;
import dev.baton.explore.scenario.ScenarioWorkload;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.story.Story;
import dev.baton.sim.scenario.Limits;
import dev.baton.sim.scenario.ProgramReader;
import dev.baton.sim.scenario.ScenarioException;
import dev.baton.sim.scenario.ScenarioReader;
import dev.baton.sim.scenario.Scenarios;
import dev.baton.trace.Timeline;
import dev.baton.trace.TimelineSvg;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What can be explored by name or file, and what is left of it. */
final class Explored {
    private static final String CAPTION =
            "The smallest that fails. Of a program, each step is drawn 10 ms wide, whatever it does.";

    private static final Pattern PROGRAM = Pattern.compile("(?m)^[\"']?program[\"']?\\s*:");

    private Explored() {}

    static boolean isBundled(String name) {
        return Scenarios.names().contains(name) || Story.named(name).isPresent();
    }

    /** A story, a bundled scenario, or else a file. */
    static Workload named(String name) {
        Optional<Story> story = Story.named(name);
        try {
            if (story.isPresent()) {
                return story.get().program();
            }
            if (Scenarios.names().contains(name)) {
                try (InputStream in = Scenarios.open(name)) {
                    byte[] bytes = in.readAllBytes();
                    return ScenarioWorkload.read(name, new String(bytes, StandardCharsets.UTF_8));
                }
            }
            return file(Run.path(
                    name, names(), "scenario (baton list) or story (baton list --stories)"));
        } catch (ScenarioException e) {
            throw new InputException(e.where(), e.why());
        } catch (IOException e) {
            throw new InputException(name, "cannot be read");
        }
    }

    private static List<String> names() {
        return Stream.concat(Scenarios.names().stream(), Story.all().stream().map(Story::name))
                .toList();
    }

    /** A program says so. The reader looks at it first: it knows how much of a file is too much. */
    private static Workload file(Path path) throws IOException, ScenarioException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(Limits.FILE_BYTES_MAX + 1);
            if (PROGRAM.matcher(new String(bytes, StandardCharsets.UTF_8)).find()) {
                InputStream again = new ByteArrayInputStream(bytes);
                return StepProgram.of(ProgramReader.read(path.toString(), again));
            }
        }
        ScenarioReader.read(path);
        return ScenarioWorkload.read(path.toString(), Files.readString(path));
    }

    static void leave(Found found, String report, OutputDirectory output) throws IOException {
        Workload.Picture picture = found.picture();
        long endNanos = picture.timeline().lanes().stream()
                .flatMap(lane -> lane.slices().stream())
                .mapToLong(Timeline.Slice::toNanos)
                .max()
                .orElse(1);
        Files.writeString(
                output.file("timeline.svg"),
                TimelineSvg.draw(List.of(picture.timeline()), CAPTION, 0, endNanos));
        Files.writeString(output.file("order.dot"), picture.graph());
        Files.writeString(output.file("Smallest.java"), found.java());
        Files.writeString(output.file("smallest.yaml"), found.workload().yaml());
        Files.writeString(output.file("report.txt"), report + "\n");
    }
}
