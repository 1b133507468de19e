package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.PageProgram.Block;
import dev.baton.sim.run.Clock;
import dev.baton.sim.run.RunOptions;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.run.ScenarioRun;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioReader;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The code of the README, the concepts and every guide compiles, and prints what they say. */
@TestInstance(Lifecycle.PER_CLASS)
class PagesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Path GUIDE = ROOT.resolve("docs/guide");
    private static final Path CONCEPTS = ROOT.resolve("docs/concepts.md");
    private static final Path TESTS = GUIDE.resolve("test-your-pipeline.md");

    /** About a page that a browser shows: there is nothing to program. */
    private static final Path WITHOUT_CODE = GUIDE.resolve("read-a-report.md");

    private static final Pattern SCENARIO =
            Pattern.compile("```yaml\n(baton: 1\nname:.*?)```\n", Pattern.DOTALL);
    private static final Pattern PICTURED = Pattern.compile("<text [^>]*>([^<]*)</text>");

    private static final Pattern JOB = Pattern.compile("(job \\d+) \\((\\w+)\\)");

    private final Map<Path, PageProgram> pages = new TreeMap<>();
    private final Programs programs;

    PagesTest() throws IOException {
        for (Path page : pages()) {
            pages.put(page, new PageProgram(page));
        }
        programs = new Programs(pages.values().stream()
                .filter(page -> !page.isTests())
                .collect(Collectors.toMap(PageProgram::name, PageProgram::source)));
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), CONCEPTS));
        try (Stream<Path> guide = Files.list(GUIDE)) {
            guide.forEach(pages::add);
        }
        return pages;
    }

    @TestFactory
    Stream<DynamicTest> codePrintsWhatThePageShows() {
        return pages.entrySet().stream()
                .filter(page -> !page.getKey().equals(WITHOUT_CODE))
                .map(page -> DynamicTest.dynamicTest(page.getKey().getFileName().toString(), () -> {
                    PageProgram program = page.getValue();
                    assertThat(program.isEmpty()).as("no code").isFalse();
                    if (program.isTests()) {
                        program.blocks().forEach(PagesTest::assertFailsAsShown);
                        return;
                    }
                    assertThat(programs.printedBy(program.name()))
                            .isEqualTo(program.shown())
                            .isNotEmpty();
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

    @Test
    void scenariosOfThePagesRunAsTheyExpect() throws Exception {
        List<String> found = new ArrayList<>();
        for (Path page : pages.keySet()) {
            SCENARIO.matcher(Files.readString(page))
                    .results()
                    .forEach(block -> found.add(block.group(1)));
        }
        assertThat(found).isNotEmpty();
        for (String text : found) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            Scenario scenario = ScenarioReader.read("page.yaml", new ByteArrayInputStream(bytes));
            RunReport report = ScenarioRun.run(
                    scenario,
                    new RunOptions(
                            scenario.seed(), Clock.VIRTUAL, scenario.forNanos(), 0, nanos -> {}));
            assertThat(report.isFine()).as(text + report.missed()).isTrue();
        }
    }

    /** The picture is drawn by hand; what it says is what the page's program prints. */
    @Test
    void thePictureOfTheConceptsSaysWhatTheEngineSays() throws IOException {
        String picture = Files.readString(ROOT.resolve("docs/concepts.svg"));
        List<String> texts =
                PICTURED.matcher(picture).results().map(text -> text.group(1)).toList();
        String said = pages.get(CONCEPTS).shown();
        assertThat(texts).containsAll(said.lines().toList());
        assertThat(JOB.matcher(said).results().map(job -> job.group(1) + ": " + job.group(2)))
                .isNotEmpty()
                .isSubsetOf(texts);
    }

    /** G12: a deadlock property over one's own pipeline; its time is measured with the other goals. */
    @Test
    void propertyOverOnesOwnPipelineTakesFifteenLines() {
        List<Block> tests = pages.get(TESTS).blocks();
        assertThat(tests).hasSizeGreaterThanOrEqualTo(3);
        assertThat(tests).allSatisfy(test -> assertThat(test.lines()).isBetween(5L, 15L));
    }

    @Test
    void theReadmeLeadsToEveryPageOfTheGuide() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        assertThat(pages.keySet().stream().map(page -> ROOT.relativize(page).toString()))
                .filteredOn(page -> !page.equals("README.md"))
                .isNotEmpty()
                .allMatch(readme::contains);
    }
}
