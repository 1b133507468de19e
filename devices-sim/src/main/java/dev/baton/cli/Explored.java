package dev.baton.cli;

import dev.baton.explore.Found;
import dev.baton.explore.Workload;
import dev.baton.explore.scenario.ScenarioWorkload;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.story.Story;
import dev.baton.sim.scenario.ScenarioException;
import dev.baton.sim.scenario.ScenarioReader;
import dev.baton.sim.scenario.Scenarios;
import dev.baton.trace.Timeline;
import dev.baton.trace.TimelineSvg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What can be explored by name or file, and what is left of it. */
final class Explored {
    private static final String CAPTION =
            "The smallest that fails. Of a program, each step is drawn 10 ms wide, whatever it does.";

    private Explored() {}

    static boolean isBundled(String name) {
        return Scenarios.names().contains(name) || Story.named(name).isPresent();
    }

    /** A bundled scenario, a story, or else a file. */
    static Workload named(String name) {
        Optional<Story> story = Story.named(name);
        try {
            if (Scenarios.names().contains(name)) {
                try (InputStream in = Scenarios.open(name)) {
                    byte[] bytes = in.readAllBytes();
                    return ScenarioWorkload.read(name, new String(bytes, StandardCharsets.UTF_8));
                }
            }
            return story.isPresent() ? story.get().program() : file(Run.path(name));
        } catch (ScenarioException e) {
            throw new InputException(e.where(), e.why());
        } catch (IOException e) {
            throw new InputException(name, "cannot be read");
        }
    }

    /** The reader looks at it first: it knows how much of a file is too much. */
    private static Workload file(Path path) throws IOException, ScenarioException {
        ScenarioReader.read(path);
        return ScenarioWorkload.read(path.toString(), Files.readString(path));
    }

    static void leave(Found found, String report, OutputDirectory output) throws IOException {
        Timeline.Run picture = found.picture();
        long endNanos = picture.lanes().stream()
                .flatMap(lane -> lane.slices().stream())
                .mapToLong(Timeline.Slice::toNanos)
                .max()
                .orElse(1);
        Files.writeString(
                output.file("timeline.svg"),
                TimelineSvg.draw(List.of(picture), CAPTION, 0, endNanos));
        boolean program = found.workload() instanceof StepProgram;
        Files.writeString(
                output.file(program ? "smallest.java" : "smallest.yaml"),
                found.workload().source());
        Files.writeString(output.file("report.txt"), report + "\n");
    }
}
