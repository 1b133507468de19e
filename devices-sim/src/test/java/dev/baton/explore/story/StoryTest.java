package dev.baton.explore.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.explore.Bound;
import dev.baton.explore.Exploration;
import dev.baton.explore.Exploration.Result;
import dev.baton.explore.Failure.Kind;
import dev.baton.explore.Found;
import dev.baton.explore.Search;
import dev.baton.explore.Token;
import dev.baton.explore.TokenException;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.strategy.Strategy;
import dev.baton.sim.scenario.ProgramReader;
import dev.baton.sim.scenario.Scenarios;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

class StoryTest {
    private static final int EXECUTIONS_MAX = 10_000;
    private static final int TRIALS = 20;
    private static final int SHRUNK = 2;
    private static final Path TABLE = Path.of("../docs/stories.md");

    static List<Story> all() {
        return Story.all();
    }

    static List<Story> cured() {
        return Story.all().stream().filter(Story::cured).toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void isFoundInEveryTrialAndMadeSmall(Story story) throws TokenException {
        for (int seed = 0; seed < TRIALS; seed++) {
            Search search = new Search(Strategy.PORTFOLIO, seed);
            assertThat(search.find(story.program(), () -> search.executions() < EXECUTIONS_MAX))
                    .isPresent();
        }
        for (int seed = 0; seed < SHRUNK; seed++) {
            Result result = Exploration.of(story.program()).seed(seed).run();

            Found smallest = result.smallest().orElseThrow();
            assertThat(smallest.failure().kind()).isEqualTo(story.kind());
            assertThat(smallest.workload().size().jobs()).isBetween(1, 3);
            assertThat(smallest.workload().size().steps()).isLessThanOrEqualTo(12);
            assertThat(smallest.failure().kind() != Kind.DEADLOCK
                            || smallest.picture().graph().contains(" -> "))
                    .isTrue();
            String token = result.token().orElseThrow();
            assertThat(token).hasSizeLessThanOrEqualTo(Token.CHARS_MAX);
            assertThat(Token.parse(token).reproduce(story.program()).failure())
                    .isEqualTo(smallest.failure());
        }
    }

    @Tag("S1")
    @ParameterizedTest
    @MethodSource("cured")
    void isImpossibleWithTheDispatcher(Story story) {
        Bound bound = Exploration.of(story.program().onDispatcher())
                .by(Strategy.EXHAUSTIVE)
                .schedules(Long.MAX_VALUE)
                .check();

        assertThat(bound.exhausted()).isTrue();
    }

    @Test
    void thereAreTheShapesOfSctBenchAndJaConTeBe() {
        assertThat(all().stream().filter(story -> story.source().contains("SCTBench")))
                .hasSizeGreaterThanOrEqualTo(26);
        assertThat(all().stream().filter(story -> story.source().startsWith("JaConTeBe")))
                .hasSizeGreaterThanOrEqualTo(12);
    }

    /** Written anew by {@code -Dbaton.rewrite=true}. */
    @Test
    void theyAreListed() throws IOException {
        StringBuilder table = new StringBuilder("""
                # Stories

                Failures that have been met before, each as a program of a few steps that `./baton explore NAME`
                finds. A test finds each; where the dispatcher is the cure, another tries every schedule of the same
                jobs on it, and finds nothing. They are written anew from what happened, in
                [one file](../devices-sim/src/main/resources/dev/baton/explore/story/stories.yaml).

                | story | where it was met | fails by | the dispatcher is the cure |
                |---|---|---|---|
                """);
        for (Story story : all()) {
            String kind = story.kind().name().toLowerCase(Locale.ROOT);
            String cured = story.cured() ? "yes" : "";
            table.append(
                    "| %s | %s | %s | %s |\n".formatted(story.name(), story.source(), kind, cured));
        }
        if (Boolean.getBoolean("baton.rewrite")) {
            Files.writeString(TABLE, table);
        }
        assertThat(TABLE).hasContent(table.toString());
    }

    @ParameterizedTest
    @MethodSource("all")
    void isReadAgainAsItIsWritten(Story story) throws Exception {
        byte[] yaml = story.program().yaml().getBytes(StandardCharsets.UTF_8);

        StepProgram again =
                StepProgram.of(ProgramReader.read("again", new ByteArrayInputStream(yaml)));

        assertThat(again.source()).isEqualTo(story.program().source());
        assertThat(again.yaml()).isEqualTo(story.program().yaml());
    }

    @ParameterizedTest
    @MethodSource("all")
    void isNamedOnceAndSaysWhereItWasMet(Story story) {
        assertThat(Story.named(story.name())).isPresent();
        assertThat(all().stream().map(Story::name)).doesNotHaveDuplicates();
        assertThat(Scenarios.names())
                .noneMatch(name -> letters(name).equals(letters(story.name())));
        assertThat(story.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(story.source()).isNotBlank();
    }

    /** Names that differ by a hyphen are one name to a reader. */
    private static String letters(String name) {
        return name.replace("-", "");
    }
}
