package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.explore.story.Story;
import dev.baton.sim.scenario.Scenarios;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class ListScenariosTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int list(String... options) {
        String[] args = new String[options.length + 3];
        args[0] = "list";
        args[1] = "--out";
        args[2] = directory.toString();
        System.arraycopy(options, 0, args, 3, options.length);
        return Baton.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @Test
    void namesComeOneALine() {
        assertThat(list("--names")).isZero();
        assertThat(out.toString().lines())
                .isEqualTo(Scenarios.names())
                .allMatch(name -> name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"));
    }

    @Test
    void storiesTellWhereTheyWereMet() throws IOException {
        assertThat(list("--stories")).isZero();
        assertThat(out.toString())
                .contains(
                        "abba\n  ww_mutex selftest test_abba;", "flip-completion-lost\n  DRM/KMS ")
                .contains("Explore one: ./baton explore ")
                .doesNotContain("render-to-pageflip");
        assertThat(Files.readString(directory.resolve("summary.json")))
                .contains("\"source\" : \"DRM/KMS flip_done timed out");
    }

    @Test
    void namesOfStoriesComeOneALine() {
        assertThat(list("--stories", "--names")).isZero();
        assertThat(out.toString().lines())
                .containsExactlyElementsOf(Story.all().stream().map(Story::name).toList());
    }

    @Test
    void everyScenarioTellsItsStoryInThreeLines() throws IOException {
        assertThat(list()).isZero();
        String text = out.toString();
        assertThat(text)
                .contains("render-to-pageflip\n  A GPU draws frames and a display shows them,")
                .contains("Run one: ./baton run ", "./baton list --stories");
        assertThat(text.lines().filter(line -> line.startsWith("  ")))
                .hasSize(3 * Scenarios.names().size());
        assertThat(err.toString()).isEmpty();
        assertThat(Files.readString(directory.resolve("summary.json")))
                .contains("\"command\" : \"list\"", "\"name\" : \"triple-buffering\"");
    }
}
