package dev.baton.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.explore.Exploration.Result;
import dev.baton.explore.step.Relation;
import dev.baton.explore.step.Rings;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.strategy.Strategy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

class TokenTest {
    private static final int RINGS = 50;

    private static final String RING = "b2.ring.";

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

    /** Made on JDK 17. Where one is refused, tokens mean something else than before: so say with the version. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b2.ring.1fl1b88.jt50u0.0_8-5_a-3_e-2_0_2.1_0..itzpho | job 2 waits for buffer C held by"
                        + " job 3, which waits for buffer A held by job 2",
                "b2.ring.p7dwgl.onw151..hold_27eiv0aytrp35_k..ud8v5s | job 1 waits for buffer B held by"
                        + " job 2, which waits for buffer C held by job 3, which waits for buffer D"
                        + " held by job 4, which waits for buffer A held by job 1"
            })
    void tokenMeansTheSameOnEveryJdk(String token, String words) throws TokenException {
        Found again = Token.parse(token).reproduce(Rings.of(4, 3));

        assertThat(again.failure().inWords()).isEqualTo(words);
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

    @ParameterizedTest
    @ValueSource(strings = {"b1", "b3", "b12"})
    void tokenOfAnotherVersionIsRefusedAsSuch(String version) {
        assertThatThrownBy(() -> Token.parse(version + ".ring.0.0.0.0"))
                .isInstanceOf(TokenException.class)
                .hasMessage("another version of Baton made this token, of those that begin with "
                        + version + ".; this one reads b2., so explore again");
    }

    @Test
    void whatDoesNotBeginLikeATokenIsNone() {
        assertThatThrownBy(() -> Token.parse("foo"))
                .isInstanceOf(TokenException.class)
                .hasMessage("no token: this Baton reads tokens that begin with b2.");
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
        String upToEdits = token.replaceFirst("(.*?\\..*?\\..*?\\..*?\\..*?)\\..*", "$1");
        Token otherwise = Token.parse(Token.summed(upToEdits + ".0-2_0."));

        assertThatThrownBy(() -> otherwise.reproduce(Rings.of(2, 0)))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("runs otherwise with this Baton");
    }

    @Test
    void whateverCharacterIsAnotherIsNoticed() {
        String token = Exploration.of(Rings.of(6, 2)).run().token().orElseThrow();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            StringBuilder changed = new StringBuilder(token);
            changed.setCharAt(random.nextInt(token.length()), (char) random.nextInt(' ', 'z' + 1));
            if (!token.contentEquals(changed)) {
                assertRefused(changed.toString());
            }
        }
    }

    /** Also if somebody made it on purpose, with its checksum. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "b2",
                "b2.......",
                "b2.a.0.0.0.hold_.",
                "b2.a.0.0.0.hold_1_zzzzzzzzzz.",
                "b2.a.0.0.0-zzzzzz.0.",
                "b2.a.0.0.0.0.0-zzzzzz",
                "b2.a.0.0.-1.0.",
                "b2.a.0.0.0.0-0.",
                "b2.a.0.0.zzzzz.0.",
                "b2./etc/passwd.0.0..0."
            })
    void whatIsNoTokenIsRefused(String text) {
        assertRefused(text);
        assertRefused(Token.summed(text));
        assertRefused(Token.summed(text + "a".repeat(300)));
    }

    private static void assertRefused(String token) {
        assertThatThrownBy(() -> Token.parse(token).reproduce(Rings.of(6, 2)))
                .isInstanceOf(TokenException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
    }
}
