package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class ConvertTest {
    private static final String EVENT = "x-1 [0] .... 1.5: drm_vblank_event: crtc=0, seq=1\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private int convert(String... args) {
        return Baton.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    @ParameterizedTest
    @CsvSource({"perfetto, in.pftrace", "chrome, in.json", "ftrace, in.ftrace", "dot, in.dot"})
    void aRecordingBecomesAFileOfTheOtherFormat(String format, String name) throws IOException {
        Path in = Files.writeString(directory.resolve("in.txt"), EVENT);
        String to = directory.resolve("out").toString();
        assertThat(convert("convert", in.toString(), "--to", format, "--out", to))
                .isZero();
        assertThat(Path.of(to, name)).isNotEmptyFile();
        assertThat(out.toString()).startsWith("ftrace: 1 events, 0 slices, 0 hand-overs\n");
        assertThat(Path.of(to, "summary.json")).content().contains("\"events\" : 1");
    }

    @Test
    void whatIsNoRecordingLeavesNoFile() throws IOException {
        Path in = Files.writeString(directory.resolve("in.txt"), "nonsense");
        String to = directory.resolve("out").toString();
        assertThat(convert("convert", in.toString(), "--to", "perfetto", "--out", to))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no ftrace text").hasLineCount(1);
        assertThat(Path.of(to, "in.pftrace")).doesNotExist();
    }

    @Test
    void anUnknownFormatIsToldInOneLine() {
        assertThat(convert("convert", "x", "--to", "paper")).isEqualTo(2);
        assertThat(err.toString()).contains("paper", "perfetto").hasLineCount(1);
    }
}
