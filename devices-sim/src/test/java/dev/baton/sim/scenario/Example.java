package dev.baton.sim.scenario;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The example of {@code docs/scenarios.md}. */
final class Example {
    static final String FILE = "example.yaml";
    static final Path DOCS = Path.of("").toAbsolutePath().resolveSibling("docs");

    private static final String FENCE = "```";

    private Example() {}

    static String text() {
        String page = page();
        int start = page.indexOf(FENCE + "yaml\n") + (FENCE + "yaml\n").length();
        return page.substring(start, page.indexOf(FENCE, start));
    }

    static String page() {
        try {
            return Files.readString(DOCS.resolve("scenarios.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Scenario read(String text) throws ScenarioException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    static Scenario read(byte[] bytes) throws ScenarioException {
        try {
            return ScenarioReader.read(FILE, new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
