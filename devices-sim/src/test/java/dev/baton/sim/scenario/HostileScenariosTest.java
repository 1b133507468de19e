package dev.baton.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.baton.sim.refusal.Quoted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Whatever a file holds, it is read, or refused in one harmless line. */
class HostileScenariosTest {
    private static final String BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n";
    private static final int FLIPS = 2_000;

    /** A file by its name, and what its refusal must say. */
    static List<List<String>> files() {
        return List.of(
                List.of("", ":1:1: empty; a scenario begins with baton: 1"),
                List.of("# nothing\n", ":1:1: empty"),
                List.of("---\n...\n", ":2:1: nothing stands here"),
                List.of("x", ":1:1: a scenario is written as keys with values"),
                List.of("- baton: 1", ":1:1: a scenario is written as keys"),
                List.of("\ufeffbaton: 1\n", ":1:1: a byte order mark"),
                List.of("baton: 1\nname: a\0b\n", ":2:8: the character \"\\u{0}\""),
                List.of("baton: 1\nname: \u001b[31mred\n", ":2:7: the character \"\\u{1b}\""),
                List.of("baton: 1\nname: a\u202eb\n", ":2:8: the character \"\\u{202e}\""),
                List.of("baton: 1\nname: a\u0085b\n", ":2:8: the character \"\\u{85}\""),
                List.of("baton: 1\rname: a\n", ":1:9: the character \"\\u{d}\""),
                List.of("baton: 1\r\nnam: a\r\n", ":2:1: a scenario has no key \"nam\""),
                List.of("\ud83d\ude00: 1\n\tbaton: 1\n", ":2:1: no YAML"),
                List.of("[".repeat(100_000), ":1:17: nested more than 16 deep"),
                List.of("{a: ".repeat(32_000), ":1:65: nested more than 16 deep"),
                List.of("- ".repeat(65_000), ":1:33: nested more than 16 deep"),
                List.of("? ".repeat(65_000), ":1:33: nested more than 16 deep"),
                List.of("a".repeat(100_000) + ": 1", ":1:"),
                List.of("a: " + "b".repeat(100_000), ":1:1: a scenario needs the key \"baton\""),
                List.of("x".repeat(300_000), ":1:1: larger than 131072 bytes"),
                List.of("baton: " + "9".repeat(1_000), ":1:8: baton: \"9999"),
                List.of("baton: 1\nfor: " + "9".repeat(1_000) + "s", ":1:1: a scenario needs"),
                List.of("%YAML 9." + "9".repeat(1_000) + "\n---\nbaton: 1", ":1:"),
                List.of("%TAG ! tag:x,2000:\n---\nbaton: 1", ":1:"),
                List.of("baton: !!javax.script.ScriptEngineManager [x]", ":1:8: a tag"),
                List.of("!!set {a}", ":1:1: a tag"),
                List.of("baton: \"\\U99999999\"", ":1:"),
                List.of("baton: \"\\UFFFFFFFF\"", ":1:"),
                List.of("baton: \"\\ud800\"", ":1:8: baton: \"\\u{d800}\" is no whole number"),
                List.of(BOMB, ":1:4: an anchor"),
                List.of("&a [*a]", ":1:1: an anchor"),
                List.of("<<: {baton: 1}", ":1:1: a scenario needs the key \"baton\""));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aHostileFileIsRefusedInOneLine(List<String> file) {
        ScenarioException refusal =
                catchThrowableOfType(ScenarioException.class, () -> Example.read(file.get(0)));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).startsWith(Example.FILE + file.get(1));
        assertHarmless(refusal);
    }

    @ParameterizedTest
    @CsvSource({"c0af, 2:7", "ff, 2:7", "eda080, 2:7", "f4908080, 2:7", "c3, 2:7"})
    void whatIsNoUtf8IsRefusedWhereItBegins(String hex, String place) {
        byte[] bytes = new byte[15 + hex.length() / 2];
        byte[] start = "baton: 1\nname: ".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(start, 0, bytes, 0, start.length);
        for (int i = 0; i < hex.length() / 2; i++) {
            bytes[15 + i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        ScenarioException refusal =
                catchThrowableOfType(ScenarioException.class, () -> Example.read(bytes));
        assertThat(refusal).isNotNull().hasMessage(Example.FILE + ":" + place + ": no UTF-8");
    }

    @Test
    void aFileWithoutEndIsReadNoFurtherThanItsLimit() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return '#';
            }
        };
        assertThat(catchThrowableOfType(
                        ScenarioException.class, () -> ScenarioReader.read("endless", endless)))
                .hasMessageStartingWith("endless:1:1: larger than");
    }

    @Test
    void theNameOfTheFileIsEscapedToo() {
        InputStream empty = new ByteArrayInputStream(new byte[0]);
        ScenarioException refusal = catchThrowableOfType(
                ScenarioException.class, () -> ScenarioReader.read("a\u001b[2J\n\u202eb", empty));
        assertThat(refusal).hasMessageStartingWith("a\\u{1b}[2J\\u{a}\\u{202e}b:1:1: empty");
    }

    @Test
    void aFileCutAnywhereIsReadOrRefused() {
        byte[] whole = Example.text().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < whole.length; length++) {
            assertReadOrRefused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void aFileWithFlippedBitsIsReadOrRefused() {
        long seed = Long.getLong("baton.seed", 6);
        System.out.println("flips bits by baton.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = Example.text().getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = whole.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertReadOrRefused(flipped);
        }
    }

    private static void assertReadOrRefused(byte[] bytes) {
        assertThatNoException().isThrownBy(() -> {
            try {
                Example.read(bytes);
            } catch (ScenarioException e) {
                assertHarmless(e);
            }
        });
    }

    private static void assertHarmless(ScenarioException refusal) {
        assertThat(refusal.getMessage())
                .matches("example\\.yaml:[0-9]+:[0-9]+: .+")
                .hasSizeLessThan(600)
                .doesNotContainPattern(Quoted.HIDDEN);
    }
}
