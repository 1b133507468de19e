package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The example programs compile, stay small, and print what docs/examples.md says. */
class ExamplesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path SOURCES = Path.of("devices-sim/src/examples/java");
    private static final String TEXT = "```text\n";
    private static final long LINES_MAX = 60;

    /** A real time; whatever else is printed is the same at each run. */
    private static final Pattern MEASURED = Pattern.compile("about \\d+ ms");

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.list(ROOT.resolve(SOURCES))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.java$", "");
                sources.put(name, Files.readString(file));
            }
        }
        return sources;
    }

    /** What its section of the page says that it prints, behind the command that runs it. */
    private static String shown(String name) throws IOException {
        String page = Files.readString(ROOT.resolve("docs/examples.md"));
        String section = Stream.of(page.split("\n## "))
                .filter(text -> text.startsWith(name + "\n"))
                .findFirst()
                .orElse("");
        assertThat(section)
                .as("the section of " + name)
                .contains(
                        "```\njava -cp target/baton.jar " + SOURCES + "/" + name + ".java\n```\n");
        int from = section.indexOf(TEXT) + TEXT.length();
        return section.substring(from, section.indexOf("```", from));
    }

    private static String withoutTimes(String text) {
        return MEASURED.matcher(text).replaceAll("about ? ms");
    }

    @TestFactory
    Stream<DynamicTest> printWhatThePageShows() throws IOException {
        Map<String, String> sources = sources();
        Programs programs = new Programs(sources);
        return sources.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(withoutTimes(programs.printedBy(name)))
                                .isEqualTo(withoutTimes(shown(name)))));
    }

    @Test
    void areSmall() throws IOException {
        Map<String, Long> lines = new TreeMap<>();
        sources().forEach((name, source) -> lines.put(name, source.lines().count()));
        assertThat(lines).hasSizeGreaterThan(6);
        assertThat(lines.values()).allMatch(count -> count <= LINES_MAX, lines.toString());
    }
}
