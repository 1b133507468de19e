package dev.baton.trace.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.trace.text.UnreadableTextException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Whatever becomes of a text: a comparison or one line that is to blame, and nothing else. */
class HostileAnswersTest {
    private static final int TEXTS = 4000;
    private static final String BYTES = "0123456789 \n:.[]-=,RWbjtxfqn\0\u00ff";
    private static final List<String> NUMBERS =
            List.of("0", "-1", "1000", "1001", "2147483648", "9223372036854775808", "");

    @ParameterizedTest
    @ValueSource(chars = {'A', 'B', 'C', 'F', 'T'})
    void aChangedTextIsComparedOrBlamed(char kind) throws IOException {
        List<String> scenarios = Answers.scenarios(kind);
        int blamed = 0;
        for (int seed = 0; seed < TEXTS; seed++) {
            Random random = new Random(seed);
            String text = scenarios.get(random.nextInt(scenarios.size()));
            for (int changes = random.nextInt(3); changes >= 0 && !text.isEmpty(); changes--) {
                text = changed(text, random);
            }
            blamed += isBlamed(text.getBytes(StandardCharsets.ISO_8859_1), kind, seed) ? 1 : 0;
        }
        assertThat(blamed).isBetween(TEXTS / 10, TEXTS - TEXTS / 20);
    }

    @ParameterizedTest
    @ValueSource(chars = {'A', 'T'})
    void changedCompressedDataIsComparedOrBlamed(char kind) throws IOException {
        byte[] whole = gzip(Answers.scenarios(kind).get(0));
        for (int seed = 0; seed < TEXTS; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            if (random.nextBoolean()) {
                bytes = whole.clone();
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            isBlamed(bytes, kind, seed);
        }
    }

    private static boolean isBlamed(byte[] text, char kind, int seed) {
        try {
            Report report = Answers.compared(text);
            assertThat(report.first()).hasSizeLessThanOrEqualTo(Report.KEPT_MAX);
            return false;
        } catch (DamagedAnswersException damage) {
            assertThat(damage.line()).isPositive();
            assertThat(damage.getMessage()).hasSizeLessThan(200).matches("[ -~]+");
            return true;
        } catch (UnreadableTextException e) {
            return true;
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError("kind " + kind + ", seed " + seed, e);
        }
    }

    private static String changed(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        List<String> lines = new ArrayList<>(text.lines().toList());
        int line = random.nextInt(lines.size() + 1);
        switch (random.nextInt(8)) {
            case 7 -> {
                String digit = random.nextBoolean() ? "0" : "1";
                return text.substring(0, at) + text.substring(at).replaceFirst("[01]", digit);
            }
            case 0 -> {
                return text.substring(0, at)
                        + any(random)
                        + text.substring(Math.min(at + 1, text.length()));
            }
            case 1 -> {
                return text.substring(0, at) + any(random) + text.substring(at);
            }
            case 2 -> {
                return text.substring(0, at);
            }
            case 3 -> {
                String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
                return text.substring(0, at) + text.substring(at).replaceFirst("\\d+", number);
            }
            case 4 -> lines.addAll(line, lines.subList(0, line).stream().toList());
            case 5 -> lines.subList(line, Math.min(line + 1, lines.size())).clear();
            default ->
                Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static char any(Random random) {
        return BYTES.charAt(random.nextInt(BYTES.length()));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
