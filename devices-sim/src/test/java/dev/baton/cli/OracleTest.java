package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

class OracleTest {
    private static final String C = "scenario C 7 exporter vgem buffers 1\n";
    private static final String RIGHT = C + "attach b0 R ok f0\nobs p 10\nend\n";
    private static final String WRONG = C + "attach b0 R ok f0\nobs p 11\nend\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void whatAKernelAnsweredBatonAnswersToo() throws IOException {
        for (String kind : new String[] {"A", "B", "C", "T", "Fvkms"}) {
            bundled("oracle-" + kind + ".txt.gz");
        }
        assertThat(oracle(directory)).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines())
                .contains(
                        "kind    scenarios  observations    equal",
                        "A             360          4965     4965",
                        "B             360          3544     3544",
                        "C             180          2857     2857",
                        "kind    scenarios         pairs  violations",
                        "T              36          4416           0",
                        "kind    scenarios        frames    early  at rule  recorded at rule",
                        "F              24           305        0      305               288");
        assertThat(summary())
                .isEqualTo("{\"command\":\"oracle\",\"kinds\":{"
                        + "\"A\":{\"scenarios\":360,\"observations\":4965,\"equal\":4965},"
                        + "\"B\":{\"scenarios\":360,\"observations\":3544,\"equal\":3544},"
                        + "\"C\":{\"scenarios\":180,\"observations\":2857,\"equal\":2857},"
                        + "\"F\":{\"frames\":305,\"early\":0,\"atRule\":305},"
                        + "\"T\":{\"scenarios\":36,\"pairs\":4416,\"violations\":0}},"
                        + "\"skipped\":{}}");
    }

    @Test
    void aDifferenceIsNamedAndFails() throws IOException {
        file("a.txt", RIGHT);
        file("b.txt", RIGHT + WRONG);
        assertThat(oracle(directory)).isEqualTo(ExitCode.BROKEN);
        assertThat(out.toString())
                .contains("C               3             3        2")
                .contains("b.txt, scenario C 7, line 7\n"
                        + "  expected  obs p 11\n"
                        + "  got       obs p 10\n");
        assertThat(summary()).contains("{\"scenarios\":3,\"observations\":3,\"equal\":2}");
    }

    @Test
    void aJobThatBeganTooEarlyIsNamedAndFails() throws IOException {
        String job = " dur_us 5 submit_us 1 start_us 10 done_us 20 fence_us 21 in n=1 [stub:1]\n";
        file(
                "t.txt",
                "scenario T 0 exporter vgem buffers 1 queues 2 jobs 2\njob j0 q0 b0:W" + job
                        + "job j1 q1 b0:R" + job + "end\n");
        assertThat(oracle(directory)).isEqualTo(ExitCode.BROKEN);
        assertThat(out.toString())
                .contains("t.txt, scenario T 0, line 3\n"
                        + "  expected  j1 begins when j0 is done\n"
                        + "  got       recorded at 10 us, before 20 us\n");
        assertThat(summary()).contains("{\"T\":{\"scenarios\":1,\"pairs\":1,\"violations\":1}}");
    }

    @Test
    void aFlipThatCameTooEarlyIsNamedAndFails() throws IOException {
        file(
                "f.txt",
                "scenario F 3 kms vkms buffers 1 frames 1\nframe 0 b0 implicitW commit_us 10..20"
                        + " commit_vbl 7@0 ret 0 flip_seq 8 flip_us 16684 recv_us 16700 out_us 16684"
                        + " sig0_us 17000 sig0_vbl 8@16684\nend\n");
        assertThat(oracle(directory)).isEqualTo(ExitCode.BROKEN);
        assertThat(out.toString())
                .contains("f.txt, scenario F 3, line 2\n"
                        + "  expected  flip_seq 8\n"
                        + "  got       flip_seq 9, or later\n");
        assertThat(summary()).contains("{\"F\":{\"frames\":1,\"early\":0,\"atRule\":1}}");
    }

    @Test
    void manyDifferencesAreCounted() throws IOException {
        file("a.txt", WRONG.repeat(15));
        assertThat(oracle(directory)).isEqualTo(ExitCode.BROKEN);
        assertThat(out.toString()).contains("\nAnd 5 more differences.\n");
    }

    @Test
    void aDamagedLineIsToldInOneLine() throws IOException {
        file("a.txt", RIGHT);
        Path damaged = file("b.txt", C + "attach b9 R ok f0\n");
        assertThat(oracle(directory)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .isEqualTo("baton: " + damaged + " line 2: b: 9 is not from 0 to 0"
                        + " (see 'baton oracle --help')\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void damagedCompressedDataIsToldInOneLine() throws IOException {
        Path path = directory.resolve("x.txt.gz");
        Files.write(path, new byte[] {0x1f, (byte) 0x8b, 0, 0});
        assertThat(oracle(directory)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .isEqualTo("baton: " + path + ": damaged gzip data (see 'baton oracle --help')\n");
    }

    @Test
    void onlyFilesWithTheNamesOfTextsAreRead() throws IOException {
        file("a.txt", RIGHT);
        file("README.md", "rubbish");
        Files.createDirectory(directory.resolve("d.txt"));
        assertThat(oracle(directory)).isZero();
    }

    @Test
    void aDirectoryThatIsNoneOrEmptyIsRefused() throws IOException {
        assertThat(oracle(directory)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(directory + ": holds no *.txt or *.txt.gz");
        assertThat(oracle(directory.resolve("none"))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("none: is missing");
        assertThat(oracle(file("a.txt", RIGHT))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("a.txt: is no directory");
        assertThat(oracle("a\0b")).isEqualTo(ExitCode.USAGE);
        assertThat(oracle("")).isEqualTo(ExitCode.USAGE);
        assertThat(oracle()).isEqualTo(ExitCode.USAGE);
        assertThat(oracle(directory, directory)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines()).hasSize(7).allMatch(line -> line.endsWith("--help')"));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aDirectoryOfTooManyTextsIsRefused() throws IOException {
        for (int i = 0; i <= Oracle.FILES_MAX; i++) {
            file(i + ".txt", "");
        }
        assertThat(oracle(directory)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("holds more than 1000 files");
    }

    @Test
    void helpSaysWhatIsRead() {
        assertThat(Baton.run(new PrintWriter(out), new PrintWriter(err), "oracle", "--help"))
                .isZero();
        assertThat(out.toString()).contains("every *.txt and *.txt.gz", "--out=DIR");
    }

    private int oracle(Object... directories) {
        String[] args = new String[directories.length + 3];
        args[0] = "oracle";
        args[1] = "--out";
        args[2] = directory.resolve("out").toString();
        for (int i = 0; i < directories.length; i++) {
            args[i + 3] = directories[i].toString();
        }
        return Baton.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private void bundled(String name) throws IOException {
        try (InputStream in = OracleTest.class.getResourceAsStream("/oracle/" + name)) {
            Files.copy(Objects.requireNonNull(in, name), directory.resolve(name));
        }
    }

    private String summary() throws IOException {
        return Files.readString(directory.resolve("out").resolve("summary.json"))
                .replaceAll("\\s", "");
    }
}
