package dev.baton.explore.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.explore.Bound;
import dev.baton.explore.Exploration;
import dev.baton.explore.Exploration.Result;
import dev.baton.explore.Found;
import dev.baton.explore.Token;
import dev.baton.explore.TokenException;
import dev.baton.explore.strategy.Strategy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class StoryTest {
    private static final int TRIALS = 20;

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
            Result result = Exploration.of(story.program()).seed(seed).run();

            Found smallest = result.smallest().orElseThrow();
            assertThat(smallest.failure().kind()).isEqualTo(story.kind());
            assertThat(smallest.workload().size().jobs()).isBetween(2, 3);
            assertThat(smallest.workload().size().steps()).isLessThanOrEqualTo(8);
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

    @ParameterizedTest
    @MethodSource("all")
    void isNamedOnceAndSaysWhereItWasMet(Story story) {
        assertThat(Story.named(story.name())).isPresent();
        assertThat(all().stream().map(Story::name)).doesNotHaveDuplicates();
        assertThat(story.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(story.source()).isNotBlank();
    }
}
