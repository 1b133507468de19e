package dev.baton.trace.oracle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The answers that the tests bring along; /oracle/README.md says where they come from. */
final class Answers {
    private Answers() {}

    static byte[] gzip(char kind) throws IOException {
        try (InputStream in =
                Answers.class.getResourceAsStream("/oracle/oracle-" + file(kind) + ".txt.gz")) {
            return Objects.requireNonNull(in, "oracle " + kind).readAllBytes();
        }
    }

    private static String file(char kind) {
        return kind == FlipScenario.KIND ? "Fvkms" : "" + kind;
    }

    /** Each scenario as a text of its own, without a header. */
    static List<String> scenarios(char kind) throws IOException {
        List<String> scenarios = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String line : text(kind)
                .lines()
                .dropWhile(line -> !line.startsWith("scenario"))
                .toList()) {
            text.append(line).append('\n');
            if (line.equals("end")) {
                scenarios.add(text.toString());
                text.setLength(0);
            }
        }
        return scenarios;
    }

    static Report compared(String text) throws IOException {
        return compared(text.getBytes(StandardCharsets.UTF_8));
    }

    static Report compared(byte[] bytes) throws IOException {
        Comparison comparison = new Comparison();
        comparison.read("answers", new ByteArrayInputStream(bytes));
        return comparison.report();
    }

    private static String text(char kind) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip(kind)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
