package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

class CheckTest {
    private static final String RIGHT =
            "event,job,buffer,mode\nrequest,1,A,shared\ngrant,1,,\nrelease,1,,\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void rightLogIsFine() throws IOException {
        Path log = file(RIGHT);

        assertThat(check(log.toString())).isEqualTo(ExitCode.FINE);
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines())
                .startsWith(
                        log + ": 4 lines of csv, 1 jobs on 1 buffers, 0 of them left at its end.",
                        "6 laws checked over every line, 0 broken.");
        assertThat(summary())
                .startsWith("{\"command\":\"check\",\"format\":\"csv\",\"lines\":4,\"jobs\":1,"
                        + "\"buffers\":1,\"left\":0,\"ignoredColumns\":[],\"damagedLines\":0,"
                        + "\"laws\":{\"checked\":[\"exclusion\",")
                .endsWith("],\"broken\":0,\"complete\":true},\"breaches\":[]}");
    }

    @Test
    void breachIsNamedWithItsLine() throws IOException {
        Path log = file(RIGHT + "release,1,,\n");

        assertThat(check(log.toString())).isEqualTo(ExitCode.BROKEN);
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains(log + ":5: one-end: release was told of job 1, though it is over or was"
                        + " never requested\n");
        assertThat(summary()).contains("\"breaches\":[{\"line\":5,\"law\":\"one-end\",");
    }

    @Test
    void damagedLineIsNamedAndTheVerdictWorthNothing() throws IOException {
        Path log = file(RIGHT + "release,1\n".repeat(25));

        assertThat(check(log.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines())
                .hasSize(21)
                .startsWith("baton: " + log
                        + ":5: has 2 columns and not 4: quote names that hold commas")
                .endsWith("baton: " + log + ": 5 more lines cannot be used");
        assertThat(out.toString()).contains("Lines were skipped: this is worth nothing.");
        assertThat(summary()).contains("\"complete\":false");
    }

    @Test
    void wrongWordIsQuotedWithItsColumn() throws IOException {
        Path log = file(RIGHT + "release,2,A,wirte\n");

        assertThat(check(log.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .isEqualTo("baton: " + log
                        + ":5:13: \"wirte\" is no mode; there is shared, exclusive\n");
    }

    @Test
    void whatIsNoLogIsOneLine() throws IOException {
        assertThat(check(file("").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(check(file("event,job,buffer,mode\n").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(check(directory.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(check(directory.resolve("none").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines())
                .containsExactly(
                        "baton: " + directory.resolve("log")
                                + ": empty: it tells of no job (see 'baton check --help')",
                        "baton: " + directory.resolve("log")
                                + ": no event behind its first line: it tells of no job (see 'baton"
                                + " check --help')",
                        "baton: " + directory
                                + ": cannot be read, it is a directory (see 'baton check --help')",
                        "baton: " + directory.resolve("none")
                                + ": cannot be read, it is missing (see 'baton check --help')");
    }

    @Test
    void runLeavesALogThatIsRight() throws IOException {
        String at = directory.toString();
        assertThat(baton("run", "one-by-one", "--history", "--out", at)).isEqualTo(ExitCode.FINE);
        assertThat(check(directory.resolve("history.csv").toString())).isEqualTo(ExitCode.FINE);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("log"), text);
    }

    private int check(String log) {
        return baton("check", log, "--out", directory.resolve("out").toString());
    }

    private int baton(String... args) {
        return Baton.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private String summary() throws IOException {
        return Files.readString(directory.resolve("out/summary.json"))
                .replaceAll("\\n *", "")
                .replace("[ ]", "[]")
                .replace("\" : ", "\":");
    }
}
