package dev.baton.proptests.rule;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A rule of the contract, or a case of the field's own suites, as a line of a text resource: {@code
 * id | statement}, and for a case that does not apply {@code | why}.
 *
 * @param id what tests are tagged with
 * @param statement what it says, in one line
 * @param whyNot why it does not apply, or empty
 */
record Row(String id, String statement, String whyNot) {
    static List<Row> read(String resource) throws IOException {
        try (InputStream in = Row.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(Row::of).toList();
        }
    }

    private static Row of(String line) {
        String[] parts = line.split(" \\| ", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new AssertionError("not of the form id | statement [| why not]: " + line);
        }
        return new Row(parts[0], parts[1], parts.length == 3 ? parts[2] : "");
    }
}
