package dev.baton.explore.story;

import dev.baton.explore.Failure.Kind;
import dev.baton.explore.step.StepProgram;
import dev.baton.sim.scenario.ProgramReader;
import dev.baton.sim.scenario.ProgramText;
import dev.baton.sim.scenario.ScenarioException;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A failure that has been met before, as a program that fails under some schedules.
 *
 * @param source where it was met
 * @param kind how it fails
 * @param cured whether the dispatcher alone makes it impossible
 * @param program what fails
 * @since 0.1
 */
public record Story(String source, Kind kind, boolean cured, StepProgram program) {
    private static final String FILE = "stories.yaml";
    private static final String CURED = "cured";
    private static final String DEADLOCKS = "deadlocks";
    private static final String ORDERS = "orders";

    /** Read once. */
    private static final class All {
        static final List<Story> STORIES = read();
    }

    /**
     * The name by which it is explored.
     *
     * @return in kebab-case
     */
    public String name() {
        return program.name();
    }

    /**
     * All there are.
     *
     * @return those about holding and waiting first
     */
    public static List<Story> all() {
        return All.STORIES;
    }

    /**
     * One of them.
     *
     * @param name in kebab-case
     * @return the story, if there is one of this name
     */
    public static Optional<Story> named(String name) {
        return all().stream().filter(story -> story.name().equals(name)).findFirst();
    }

    private static List<Story> read() {
        try (InputStream in = Objects.requireNonNull(Story.class.getResourceAsStream(FILE))) {
            Map<String, List<ProgramText>> texts =
                    ProgramReader.readAll(FILE, in, List.of(CURED, DEADLOCKS, ORDERS));
            List<Story> stories = new ArrayList<>();
            for (Map.Entry<String, List<ProgramText>> heading : texts.entrySet()) {
                Kind kind = heading.getKey().equals(ORDERS) ? Kind.EXPECTATION : Kind.DEADLOCK;
                for (ProgramText text : heading.getValue()) {
                    boolean cured = heading.getKey().equals(CURED);
                    stories.add(new Story(text.story(), kind, cured, StepProgram.of(text)));
                }
            }
            return List.copyOf(stories);
        } catch (IOException | ScenarioException e) {
            throw new IllegalStateException(e); // it is part of this Baton
        }
    }
}
