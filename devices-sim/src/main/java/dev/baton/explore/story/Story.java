package dev.baton.explore.story;

import dev.baton.explore.Failure;
import dev.baton.explore.step.StepProgram;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A failure that has been met before, as a program that fails under some schedules.
 *
 * @param source where it was met
 * @param kind how it fails
 * @param cured whether the dispatcher alone makes it impossible
 * @param program what fails
 * @since 0.1
 */
public record Story(String source, Failure.Kind kind, boolean cured, StepProgram program) {
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
        return Stream.concat(DeadlockStories.all().stream(), OrderStories.all().stream())
                .toList();
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
}
