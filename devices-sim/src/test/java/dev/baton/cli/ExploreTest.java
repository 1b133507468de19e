package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

class ExploreTest {
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]*)\"");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int explore(String... args) {
        List<String> all = new ArrayList<>(List.of("explore", "--out", directory.toString()));
        all.addAll(List.of(args));
        return Baton.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }

    private String summary() throws IOException {
        return Files.readString(directory.resolve("summary.json")).replaceAll("\\s", "");
    }

    private String token() throws IOException {
        Matcher matcher = TOKEN.matcher(summary());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void aScenarioThatDeadlocksIsMadeSmallAndLeavesItsToken() throws IOException {
        assertThat(explore("one-by-one")).isEqualTo(ExitCode.BROKEN);
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .contains("one-by-one, DEADLOCK: ", " waits for mask held by ")
                .contains("again: ./baton explore --reproduce b2.one-by-one.");
        assertThat(summary())
                .contains("\"command\":\"explore\",\"scenario\":\"one-by-one\","
                        + "\"strategy\":\"portfolio\",\"schedules\":1,\"schedulesPerSecond\":")
                .contains(
                        "\"found\":true,\"kind\":\"DEADLOCK\",\"law\":null,"
                                + "\"faults\":{},\"executionsToFirst\":1,\"minimal\":{\"jobs\":2,\"buffers\":2,\"steps\":")
                .endsWith(",\"missBound\":null}");
        assertThat(directory.resolve("timeline.svg")).isNotEmptyFile();
        assertThat(directory.resolve("report.txt")).isNotEmptyFile();
        assertThat(Baton.run(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        "run",
                        "--out",
                        directory.resolve("again").toString(),
                        directory.resolve("smallest.yaml").toString()))
                .isNotEqualTo(ExitCode.USAGE);
    }

    @Test
    void whatATokenStandsForIsShownAgain() throws IOException {
        explore("philosophers", "--seed", "7");
        String token = token();
        String first = out.toString();
        out.getBuffer().setLength(0);

        assertThat(explore("--reproduce", token)).isEqualTo(ExitCode.BROKEN);

        String words = first.substring(first.indexOf("DEADLOCK"), first.indexOf('\n'));
        assertThat(out.toString()).startsWith(words);
        assertThat(summary()).contains("\"strategy\":\"token\"", "\"token\":\"" + token + "\"");
        assertThat(directory.resolve("Smallest.java"))
                .content()
                .contains("Exploration.of(StepProgram.named(\"philosophers\")");
        assertThat(directory.resolve("order.dot"))
                .content()
                .startsWith("digraph waits {")
                .contains(" -> ", "waits for buffer");
    }

    @Test
    void aFileIsExploredAndReproducedByItsPath() throws IOException {
        explore("one-by-one");
        Path file = directory.resolve("own.yaml");
        Files.copy(directory.resolve("smallest.yaml"), file);

        assertThat(explore(file.toString())).isEqualTo(ExitCode.BROKEN);
        assertThat(out.toString()).contains(" " + file + "\n");
        assertThat(explore(file.toString(), "--reproduce", token())).isEqualTo(ExitCode.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abba", "work-steal", "flip-completion-lost", "one-by-one"})
    void theSmallestFailsAgainAsAFileAndAsAProgram(String name) throws Exception {
        explore(name);
        String minimal = summary().replaceAll(".*\"minimal\":(\\{[^}]*}).*", "$1");
        Path file = directory.resolve("own.yaml");
        Files.copy(directory.resolve("smallest.yaml"), file);
        Path java = directory.resolve("Smallest.java");
        int compiled = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, "-cp", modules(), java.toString());

        assertThat(compiled).isZero();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            Method main = loader.loadClass("Smallest").getMethod("main", String[].class);
            assertThatThrownBy(() -> main.invoke(null, (Object) new String[0]))
                    .cause()
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith(name + ", ");
        }
        assertThat(explore(file.toString())).isEqualTo(ExitCode.BROKEN);
        assertThat(summary()).contains("\"minimal\":" + minimal);
    }

    /** Where Baton and what it needs is found, if it runs as modules or not. */
    private static String modules() {
        String path = System.getProperty("jdk.module.path", "");
        return path + File.pathSeparator + System.getProperty("java.class.path");
    }

    @Test
    void aProgramThatIsNoneIsRefusedWithItsPlace() throws IOException {
        Path file = directory.resolve("own.yaml");
        Files.writeString(file, "baton: 1\nprogram: own\njobs:\n  one: [loc a]\n");

        assertThat(explore(file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("own.yaml:4:9: one: \"loc\" is no step; did you mean \"lock\"?")
                .hasLineCount(1);
    }

    @Test
    void whatFindsNothingSaysWhatThatBounds() throws IOException {
        assertThat(explore("compositor", "--budget", "30")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("nothing found; 30 schedules by hold, walk, pos, pct");
        assertThat(summary())
                .contains(
                        "\"schedules\":30,",
                        "\"found\":false,\"kind\":null,\"law\":null,\"faults\":{},")
                .contains("\"minimal\":null,\"shrunk\":null,\"token\":null,\"missBound\":0.1}");
    }

    @Test
    void aBudgetMayBeATime() throws IOException {
        assertThat(explore("render-to-pageflip", "--budget", "200ms")).isEqualTo(ExitCode.FINE);
        assertThat(summary()).containsPattern("\"schedules\":[1-9]");
    }

    /** Neither could have failed, so that nothing is found means nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "baton: 1\nprogram: own\njobs: {}\n",
                "baton: 1\nprogram: own\njobs:\n  one: [lock a]\n  two: [lock b]\n",
            })
    void whatCannotFailIsRefused(String text) throws IOException {
        Path file = directory.resolve("own.yaml");
        Files.writeString(file, text);

        assertThat(explore(file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("own.yaml: ").hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    /** Each returns, the one too whose jobs try again and again, and says what came of it. */
    @ParameterizedTest
    @MethodSource("dev.baton.sim.scenario.Scenarios#names")
    @Timeout(300)
    void everyBundledScenarioIsExploredWithinItsBudget(String name) throws IOException {
        int code = explore(name, "--budget", "250ms");

        assertThat(code).isIn(ExitCode.FINE, ExitCode.BROKEN);
        assertThat(summary())
                .contains(
                        "\"scenario\":\"" + name + "\"", "\"found\":" + (code == ExitCode.BROKEN));
        if (name.equals("iommu-exhaustion-incremental")) {
            assertThat(summary()).contains("\"shrunk\":false,\"token\":\"");
            assertThat(out.toString())
                    .contains("perhaps not the smallest:\n")
                    .containsPattern("\nschedule: .*, and \\d+ more\n");
        }
    }

    @Test
    void moreJobsThanTheExhaustiveStrategyTakesAreRefusedInOneLine() throws IOException {
        Path file = directory.resolve("own.yaml");
        Files.writeString(file, "baton: 1\nprogram: own\njobs:\n  one * 65: [lock x]\n");

        assertThat(explore(file.toString(), "--strategy", "exhaustive")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("baton: --strategy: exhaustive takes at most 64 jobs, and there are")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| baton: SCENARIO: is missing; name one, or --reproduce a token",
                "nothing-like-that | baton: nothing-like-that: is neither a file",
                "philosopher | baton: philosopher: is neither a file nor a bundled scenario (baton list)"
                        + " or story (baton list --stories); did you mean \"philosophers\"?",
                "abba --strategy fast | baton: --strategy: is portfolio, hold, walk, pos, pct,",
                "one-by-one --budget 0 | baton: --budget: of 0 schedules shows nothing; use 1 or more",
                "render-to-pageflip --budget 1ns | baton: --budget: was over before the first schedule",
                "abba --budget many | baton: --budget: is a number of schedules or a duration: ",
                "abba --seed x | baton: Invalid value for option '--seed': 'x' is not a whole number",
                "--reproduce b2.abba --budget 5 | baton: --budget: does not go with --reproduce,",
                "--reproduce b2.abba --seed 5 | baton: --seed: does not go with --reproduce,",
                "--reproduce b2.abba --strategy pos | baton: --strategy: does not go with --reproduce",
                "--reproduce foo | baton: --reproduce: no token: this Baton reads tokens that begin",
                "--reproduce b0.abba.0.0.0.0 | baton: --reproduce: another version of Baton made this",
                "--reproduce b3.abba.0.0.0.0 | baton: --reproduce: another version of Baton made this",
                "--reproduce b2.abba.0.0.0.0.. | baton: --reproduce: no token: its checksum is wrong",
                "--reproduce b2.abba.0.0.0.0..1xikh28 | baton: --reproduce: the token was made of another",
                "--reproduce b2.pom-xml.0.0.0.0..ip1hc2 | baton: --reproduce: the token is of pom-xml,",
                "--reproduce b2./etc/passwd.0.0.0.0..gv4dkl | baton: --reproduce: no token: its name is",
            })
    void badUsageIsOneLine(@Nullable String args, String line) {
        String[] split = args == null ? new String[0] : args.split(" ");
        assertThat(explore(split)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith(line).hasLineCount(1);
    }
}
