package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.scenario.Scenarios;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class RunTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        List<String> all = new ArrayList<>(List.of("run", "--out", directory.toString()));
        all.addAll(List.of(args));
        return Baton.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }

    private String summary() throws IOException {
        return Files.readString(directory.resolve("summary.json"));
    }

    @Test
    void aScenarioLeavesItsSummaryAndItsPicture() throws IOException {
        assertThat(run("render-to-pageflip", "--seed", "3")).isEqualTo(ExitCode.FINE);
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString())
                .startsWith("A GPU draws frames")
                .contains("seed 3", "0 broken", "5 of 5 met");
        assertThat(summary())
                .contains(
                        "\"command\" : \"run\"",
                        "\"scenario\" : \"render-to-pageflip\"",
                        "\"seed\" : 3",
                        "\"clock\" : \"virtual\"",
                        "\"virtualSeconds\" : ",
                        "\"wallSeconds\" : ",
                        "\"jobs\" : {",
                        "\"presented\" : ",
                        "\"faultsInjected\" : {",
                        "\"laws\" : {",
                        "\"missed\" : [ ]",
                        "\"eventHash\" : \"");
        assertThat(directory.resolve("timeline.svg")).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource({
        "mailbox, 'mailbox, 0.0 to 150.0 ms<', <title>0: ",
        "hung-gpu, ', around hang at ', <title>30 stale: ",
        "killed-client, ', 955.0 to 1105.0 ms, around crash at 1005.0 ms<', vblank at 1000.00 ms",
        "unsynchronised, ', around frame ', ' torn: '",
        "circular-allocator-wait, ', around the last grant before a deadlock at ', ''"
    })
    void thePictureShowsWhereFirstSomethingWentWrong(String name, String title, String shown)
            throws IOException {
        run(name);
        assertThat(Files.readString(directory.resolve("timeline.svg"))).contains(title, shown);
    }

    @Test
    void thePictureOfALongRunIsOfItsBeginningIfNothingWentWrongSoon() throws Exception {
        Path file = directory.resolve("late.yaml");
        try (InputStream in = Scenarios.open("hung-gpu")) {
            String late = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("iteration: 30", "iteration: 1300")
                    .replace("for: 4s", "for: 23s");
            Files.writeString(file, late);
        }

        run(file.toString());

        assertThat(Files.readString(directory.resolve("timeline.svg")))
                .contains(", 0.0 to 150.0 ms; hang at 21", "too late to be drawn", "<title>0: ");
    }

    @Test
    void theSummaryCountsJobsByTheirEndsAndFramesByTheirLooks() throws IOException {
        run("render-to-pageflip");
        assertThat(summary().replaceAll("\\s", ""))
                .contains(
                        "\"jobs\":{\"completed\":464,\"failed\":0,\"timed-out\":0,"
                                + "\"cancelled\":0,\"abandoned\":0},",
                        "\"frames\":{\"presented\":232,\"torn\":0,\"stale\":0,\"dropped\":0},",
                        "\"measures\":{\"submitted\":464,\"refused\":0,");
    }

    @Test
    void latenciesThatThereWereAreRowsOfTheTableAndPartsOfTheSummary() throws IOException {
        run("render-to-pageflip");
        assertThat(out.toString())
                .containsPattern("in ms +times +p50 +p99 +max\\R")
                .containsPattern("drawn-to-shown +232( +[0-9]+\\.[0-9]{3}){3}\\R")
                .doesNotContain("interrupt ");
        assertThat(summary().replaceAll("\\s", ""))
                .containsPattern("\"latencies\":\\{.*\"drawn-to-shown\":\\{\"count\":232,"
                        + "\"p50Nanos\":[0-9]+,\"p99Nanos\":[0-9]+,\"maxNanos\":[0-9]+\\}\\},")
                .doesNotContain("\"interrupt\"");
    }

    @Test
    @Tag("S12")
    void callsOfTheCpuAndInterruptsAreToldPerFrameWithHardwareOrderAndWithout() throws IOException {
        run("render-to-pageflip");
        assertThat(out.toString())
                .contains("a frame  2.00 calls-on-path, 2.00 interrupts")
                .doesNotContain("order: cpu");
        assertThat(summary()).contains("\"perFrameWithoutHardwareOrder\" : null");
        run("hardware-order");
        assertThat(out.toString())
                .contains("a frame  0.00 calls-on-path, 1.00 interrupts")
                .contains("a frame  2.00 calls-on-path, 2.00 interrupts; the same with order: cpu");
        assertThat(summary().replaceAll("\\s", ""))
                .containsPattern("\"perFrame\":\\{\"calls-on-path\":0.0,\"interrupts\":1.0")
                .containsPattern("WithoutHardwareOrder\":\\{\"calls-on-path\":2.0");
    }

    @Test
    void aDeadlockIsToldAsACircleAndExitCode1() throws IOException {
        assertThat(run("circular-allocator-wait")).isEqualTo(ExitCode.BROKEN);
        assertThat(out.toString())
                .contains("deadlock film 0 holds slot 0 and waits for slot 1 held by encode 0");
        assertThat(summary()).contains("\"circle\" : \"film 0 holds");
    }

    @Test
    void aDeadlockComesFirstAndTheJobsThatWaitForItBreakOneLaw() throws IOException {
        run("circular-allocator-wait");
        assertThat(out.toString())
                .containsPattern(
                        "s\\.\\R\\Rdeadlock film 0 .*\\R"
                                + "jobs +153 submitted\\R"
                                + "(?s:.*)laws +7 checked over every event, 1 broken: nothing-left, 153 times");
        assertThat(summary().replaceAll("\\s", "")).contains("\"broken\":153,");
    }

    @Test
    void whatIsLeftWaitingIsToldInWordsAsDataAndAsAGraph() throws IOException {
        run("circular-allocator-wait");
        assertThat(out.toString())
                .containsPattern("waiting  \\d+ jobs were left, see waits.dot\n")
                .containsPattern(
                        " waits for queue slot \\d \\(exclusive\\) behind job \\d+ \\(\\S+\\), since"
                                + " \\S+ ms; this ends when that has ended or released it")
                .containsPattern(
                        "job \\d+ \\(\\S+\\) is owned by \\S+, since \\S+ ms; this ends when");
        assertThat(summary()).contains("\"waits\" : {", "\"sentences\" : [");
        assertThat(Files.readString(directory.resolve("waits.dot")))
                .startsWith("digraph waits {\n")
                .contains("[label=\"is owned by\"];");
        run("render-to-pageflip");
        assertThat(summary()).contains("\"waits\" : null");
        assertThat(directory.resolve("waits.dot")).doesNotExist();
    }

    @Test
    void aFaultHasOneNameAndItsLossIsToldInWords() throws IOException {
        run("hung-gpu");
        assertThat(out.toString())
                .contains("faults   1 hang")
                .containsPattern("render 30 of gpu on screen 0 failed: job \\d+ \\(render\\) .*"
                        + ": no progress for 50 ms; the GPU was reset");
        assertThat(summary().replaceAll("\\s", "")).contains("\"faultsInjected\":{\"hang\":1}");
    }

    @Test
    void aMissedExpectationIsToldInWordsAndExitCode1() throws IOException {
        assertThat(run("release-before-scanout")).isEqualTo(ExitCode.BROKEN);
        assertThat(out.toString()).contains("torn: 0, but it was ");
        assertThat(summary()).containsOnlyOnce("\"torn: 0, but it was ");
    }

    @Test
    void aFileOfOnesOwnRunsAsABundledOne() throws IOException {
        Path file = directory.resolve("mine.yaml");
        Files.writeString(file, """
                baton: 1
                name: mine
                story: One camera and one reader.
                for: 200ms
                buffers:
                  frame: {count: 2, format: NV12, size: 32x18}
                devices:
                  camera: {kind: capture, rate: 100Hz}
                  reader: {kind: cpu, wakeup: 1ms}
                jobs:
                  film: {on: camera, next: read, ahead: 2, writes: frame}
                  read: {on: reader, after: film, reads: frame, work: check, takes: 2ms}
                expect:
                  completed: ">= 30"
                  failed: 0
                """);
        assertThat(run(file.toString())).as(out + "" + err).isEqualTo(ExitCode.FINE);
        assertThat(summary()).contains("\"scenario\" : \"mine\"");
    }

    @Test
    void aDamagedFileIsOneLineWithItsPlaceAndExitCode2() throws IOException {
        Path file = directory.resolve("damaged.yaml");
        Files.writeString(file, "baton: 1\nname: damaged\nstroy: none\n");
        assertThat(run(file.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("baton: " + file + ":3:1: ")
                .contains("did you mean \"story\"?", "see 'baton run --help'")
                .containsOnlyOnce("\n");
        assertThat(directory.resolve("summary.json")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "render-to-pagefip, did you mean \"render-to-pageflip\"",
        "., it is a directory",
        "no/such/file.yaml, is neither a file nor a bundled scenario",
        "'', is neither a file nor a bundled scenario"
    })
    void aNameOfNothingIsOneLineAndExitCode2(String name, String why) {
        assertThat(run(name)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(why).containsOnlyOnce("\n");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "-1s", "5", "soon", "99999999999h", "2d", ""})
    void aDurationThatIsNoneIsOneLineAndExitCode2(String duration) {
        assertThat(run("mailbox", "--for", duration)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--for").containsOnlyOnce("\n");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void inRealTimeLawsAreJudgedAndExpectationsAreNot() throws IOException {
        assertThat(run("camera-thumbnail", "--realtime", "--for", "1s")).isEqualTo(ExitCode.FINE);
        assertThat(out.toString()).contains("real time", "not judged", "wake-up ", "interrupt ");
        assertThat(summary()).contains("\"clock\" : \"real\"", "\"complete\" : true");
    }
}
