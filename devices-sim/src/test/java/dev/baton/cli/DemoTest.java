package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import javax.imageio.ImageIO;

class DemoTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int demo(String... args) {
        String[] all = new String[args.length + 3];
        System.arraycopy(args, 0, all, 3, args.length);
        all[0] = "demo";
        all[1] = "--out";
        all[2] = directory.toString();
        return Baton.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    private String summary() throws IOException {
        return Files.readString(directory.resolve("summary.json"));
    }

    @Test
    void theDemoLeavesWhatItSays() throws IOException {
        assertThat(demo("--frames", "30")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString())
                .contains("queued", "application", "unsynchronised", "7 laws", "0 broken");
        assertThat(err.toString()).isEmpty();
        assertThat(summary())
                .contains("\"command\" : \"demo\"", "\"timeline.svg\"", "\"summary.json\"");
        assertThat(directory.resolve("timeline.svg")).isNotEmptyFile();
        assertThat(ImageIO.read(directory.resolve("queued-frame-5.png").toFile())
                        .getWidth())
                .isEqualTo(320);
    }

    @Test
    void theSameSeedLeavesTheSameSummary() throws IOException {
        demo("--frames", "30", "--seed", "9");
        String first = summary();
        demo("--frames", "30", "--seed", "9");
        assertThat(summary()).isEqualTo(first);
        demo("--frames", "30", "--seed", "10");
        assertThat(summary()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "-1", "10001", "2147483648", "many", ""})
    void aCountOfFramesThatCannotBeIsOneLineAndExitCode2(String frames) {
        assertThat(demo("--frames", frames)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("baton: ")
                .containsOnlyOnce("\n")
                .contains("--frames")
                .contains("see 'baton demo --help'");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatCannotBeWrittenIsOneLineWithTheReason() throws IOException {
        Files.createDirectory(directory.resolve("summary.json"));
        assertThat(demo("--frames", "5")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).containsOnlyOnce("\n").contains("summary.json");
    }

    @Test
    void aGermanLocaleChangesNoNumber() throws IOException {
        Locale before = Locale.getDefault();
        demo("--frames", "30");
        String first = summary();
        try {
            Locale.setDefault(Locale.GERMANY);
            demo("--frames", "30");
        } finally {
            Locale.setDefault(before);
        }
        assertThat(summary()).isEqualTo(first);
        assertThat(Files.readString(directory.resolve("timeline.svg"))).doesNotContain(",5'");
    }

    /** The figures and the picture of the README are those of {@code ./baton demo}. */
    @Test
    void theReadmeShowsWhatTheDemoPrintsAndDraws() throws IOException {
        demo();
        String printed = out.toString();
        String table = printed.substring(0, printed.indexOf("\nSee ")).strip();
        Path root = Path.of("").toAbsolutePath().getParent();
        assertThat(Files.readString(root.resolve("README.md"))).contains(table);
        assertThat(Files.readString(directory.resolve("timeline.svg")))
                .isEqualTo(Files.readString(root.resolve("docs/timeline.svg")));
    }
}
