package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.PageProgram.Block;

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

    private static final String TESTS = "docs/guide/test-your-pipeline.md";

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
                    if (program.isTests()) {
                        program.blocks().forEach(PagesTest::assertFailsAsShown);
                        return;
                    }
                    Path own = Files.createTempDirectory(directory, "page");
                    assertThat(program.run(own)).isEqualTo(program.shown()).isNotEmpty();
                }));
    }

    private static void assertFailsAsShown(Block tests) {
        TextTests ran = TextTests.run(tests.code());
        assertThat(ran.failures().stream().map(failure -> failure.getMessage() + "\n"))
                .as(tests.code())
                .containsExactlyElementsOf(
                        tests.shown().isEmpty() ? List.of() : List.of(tests.shown()));
        assertThat(ran.passed()).isEqualTo(tests.shown().isEmpty() ? 1 : 0);
    }

    /** G12: a deadlock property over one's own pipeline; its time is measured with the other goals. */
    @Test
    void propertyOverOnesOwnPipelineTakesFifteenLines() throws IOException {
        List<Block> tests = new PageProgram(ROOT.resolve(TESTS)).blocks();
        assertThat(tests).hasSizeGreaterThanOrEqualTo(3);
        assertThat(tests).allSatisfy(test -> assertThat(test.lines()).isBetween(5L, 15L));
    }

    @Test
    void theReadmeLeadsToEveryPageOfTheGuide() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(pages().stream().skip(1).map(page -> "docs/guide/" + page.getFileName()))
                .isNotEmpty()
                .allMatch(readme::contains);
    }
}
