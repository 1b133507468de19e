package dev.baton.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.explore.Exploration.Result;
import dev.baton.explore.step.Relation;
import dev.baton.explore.step.Rings;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.strategy.Strategy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class TokenTest {
    private static final int RINGS = 50;

    /** Made on JDK 17; it means the same on every other. */
    private static final String RING = "b1.ring.";

    @Test
    void tokenReproducesTheSmallestFailureToTheHash() throws TokenException {
        for (int seed = 0; seed < RINGS; seed++) {
            StepProgram ring = Rings.of(2 + seed % 7, seed % 3);
            Result result = Exploration.of(ring).seed(seed).run();
            Found smallest = result.smallest().orElseThrow();
            String token = result.token().orElseThrow();

            Found again = Token.parse(token).reproduce(ring);

            assertThat(token).hasSizeLessThanOrEqualTo(Token.CHARS_MAX).startsWith(RING);
            assertThat(again.failure()).isEqualTo(smallest.failure());
            assertThat(again.workload().source()).isEqualTo(smallest.workload().source());
            assertThat(again.schedule().names()).isEqualTo(smallest.schedule().names());
        }
    }

    @Test
    void tokenIsReadAsItIsWritten() throws TokenException {
        String token = Exploration.of(Rings.of(5, 2)).run().token().orElseThrow();

        assertThat(Token.parse(token)).hasToString(token);
        assertThat(Token.parse(token).name()).isEqualTo("ring");
    }

    @Test
    void seedStandsForAScheduleThatIsTooLong() throws TokenException {
        StepProgram.Builder long40 = StepProgram.named("long");
        for (int i = 0; i < 40; i++) {
            long40.job("j" + i, job -> job.add("x", 1).copy("x", "y").add("x", 1));
        }
        StepProgram program = long40.expect("x", Relation.LESS, 80).build();
        Found found =
                new Search(Strategy.PORTFOLIO, 1).find(program, () -> true).orElseThrow();

        String token = Token.of(found, found).orElseThrow();

        assertThat(token).hasSizeLessThanOrEqualTo(Token.CHARS_MAX).contains(".hold_");
        assertThat(Token.parse(token).reproduce(program).failure()).isEqualTo(found.failure());
    }

    @Test
    void tokenOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> Token.parse("b2.ring.0.0.0.0"))
                .isInstanceOf(TokenException.class)
                .hasMessage("no token: this Baton reads tokens that begin with b1.");
    }

    @Test
    void tokenOfAnotherProgramIsRefusedBeforeItRuns() throws TokenException {
        Token token = Token.parse(Exploration.of(Rings.of(2, 0)).run().token().orElseThrow());

        assertThatThrownBy(() -> token.reproduce(Rings.of(3, 0)))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("was made of another ring");
    }

    @Test
    void runThatGoesOtherwiseIsRefused() throws TokenException {
        String token = Exploration.of(Rings.of(2, 0)).run().token().orElseThrow();
        String otherwise = token.substring(0, token.lastIndexOf('.')) + ".0-2_0";

        assertThatThrownBy(() -> Token.parse(otherwise).reproduce(Rings.of(2, 0)))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("runs otherwise with this Baton");
    }

    @Test
    void damagedTokensAreRefusedAndNothingElse() {
        String token = Exploration.of(Rings.of(6, 2)).run().token().orElseThrow();
        SplittableRandom random = new SplittableRandom(1);
        List<String> damaged = new ArrayList<>(List.of(
                "",
                ".",
                "b1",
                "b1......",
                "b1.a.0.0.0.hold_",
                "b1.a.0.0.0.hold_1_zzzzzzzzzz",
                "b1.a.0.0.0-zzzzzz.0",
                "b1.a.0.0.-1.0",
                "b1.a.0.0.0.0-0",
                "b1." + "a".repeat(300)));
        for (int i = 0; i < 2_000; i++) {
            StringBuilder changed = new StringBuilder(token);
            changed.setCharAt(
                    random.nextInt(changed.length()), (char) (' ' + random.nextInt('z' - ' ')));
            damaged.add(changed.toString());
        }
        for (String text : damaged) {
            try {
                Token.parse(text).reproduce(Rings.of(6, 2));
            } catch (TokenException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
            }
        }
    }
}
