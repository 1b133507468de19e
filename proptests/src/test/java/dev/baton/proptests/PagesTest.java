package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The code of the README and of every page of the guide compiles, and prints what they say. */
class PagesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @TempDir
    Path directory;

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> guide = Files.list(ROOT.resolve("docs/guide"))) {
            guide.sorted().forEach(pages::add);
        }
        return pages;
    }

    @TestFactory
    Stream<DynamicTest> codePrintsWhatThePageShows() throws IOException {
        return pages().stream()
                .map(page -> DynamicTest.dynamicTest(page.getFileName().toString(), () -> {
                    PageProgram program = new PageProgram(page);
                    assertThat(program.isEmpty()).as("no code").isFalse();
                    Path own = Files.createTempDirectory(directory, "page");
                    assertThat(program.run(own)).isEqualTo(program.shown()).isNotEmpty();
                }));
    }

    @Test
    void theReadmeLeadsToEveryPageOfTheGuide() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(pages().stream().skip(1).map(page -> "docs/guide/" + page.getFileName()))
                .isNotEmpty()
                .allMatch(readme::contains);
    }
}
