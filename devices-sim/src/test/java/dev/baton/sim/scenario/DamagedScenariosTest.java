package dev.baton.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Each damage of {@code damaged.txt} gets one line that says where and what. */
class DamagedScenariosTest {
    private static final String CARET = "^";
    private static final int DAMAGES_MIN = 60;
    private static final Pattern PLACE = Pattern.compile("@\\{(.+?)} (.*)");

    /** Undamaged text, what replaces it, and part of the refusal. */
    record Damage(String found, String replacement, String expected) {
        static Damage of(String line) {
            String[] parts = line.split(" => ", -1);
            assertThat(parts).as(line).hasSize(3);
            return new Damage(unescaped(parts[0]), unescaped(parts[1]), parts[2]);
        }

        private static String unescaped(String text) {
            return text.replace("\\n", "\n");
        }

        String text() {
            String example = Example.text();
            assertThat(example.split(Pattern.quote(found), -1)).as(found).hasSize(2);
            return example.replace(found, replacement);
        }

        @Override
        public String toString() {
            return (found + " => " + replacement).replace("\n", "\\n");
        }
    }

    static List<Damage> damages() throws IOException {
        try (InputStream in = DamagedScenariosTest.class.getResourceAsStream("damaged.txt")) {
            String table =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return table.lines()
                    .filter(line ->
                            !line.isEmpty() && !line.startsWith("# ") && !line.startsWith("#  "))
                    .map(Damage::of)
                    .toList();
        }
    }

    @Test
    void thereAreEnoughDamages() throws IOException {
        assertThat(damages()).hasSizeGreaterThanOrEqualTo(DAMAGES_MIN).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void aDamageGetsOneLineThatSaysWhereAndWhat(Damage damage) {
        String text = damage.text();
        Matcher named = PLACE.matcher(damage.expected());
        String mark = named.matches() ? Damage.unescaped(named.group(1)) : CARET;
        String expected = named.matches() ? named.group(2) : damage.expected();

        ScenarioException refusal = catchThrowableOfType(
                ScenarioException.class, () -> Example.read(text.replace(CARET, "")));

        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage())
                .startsWith(Example.FILE + ":" + placeOf(mark, text) + ": ")
                .contains(expected)
                .doesNotContainPattern("\\p{Cntrl}")
                .hasSizeLessThan(400);
    }

    private static String placeOf(String mark, String text) {
        assertThat(text.split(Pattern.quote(mark), -1)).as(mark).hasSize(2);
        int at = text.indexOf(mark);
        String before = text.substring(0, at);
        long line = before.lines().count() + (before.isEmpty() || before.endsWith("\n") ? 1 : 0);
        return line + ":" + (at - before.lastIndexOf('\n'));
    }
}
