package dev.baton.sim.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioException;
import dev.baton.sim.scenario.ScenarioReader;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What somebody may write by docs/scenarios.md runs, or is refused before. */
class OwnScenariosTest {
    private static final Path PAGE =
            Path.of("").toAbsolutePath().resolveSibling("docs").resolve("scenarios.md");

    private static final String HEAD = """
            baton: 1
            name: own
            story: x
            for: 300ms
            iommus:
              smmu: {addresses: 1MiB}
            buffers:
              s: {count: 3, format: XR24, size: 64x36}
              c: {count: 1, format: AR24, size: 16x16}
              n: {count: 3, format: XR24, size: 16x9}
              g: {count: 3, format: GREY, size: 64x36}
            devices:
              gpu: {kind: gpu, iommu: smmu}
              d: {kind: display, refresh: 60Hz, size: 64x36}
              cam: {kind: capture, rate: 100Hz}
              app: {kind: cpu, wakeup: 5ms}
            jobs:
            """;

    private static RunReport run(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Scenario read = ScenarioReader.read("own.yaml", new ByteArrayInputStream(bytes));
        return ScenarioRun.run(
                read, new RunOptions(1, Clock.VIRTUAL, read.forNanos(), 0, nanos -> {}));
    }

    private static RunReport jobs(String... jobs) throws Exception {
        return run(HEAD + "  " + String.join("\n  ", jobs) + "\n");
    }

    @Test
    void theExampleOfTheDocumentationRunsAsItExpects() throws Exception {
        String page = Files.readString(PAGE);
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        RunReport report = run(page.substring(start, page.indexOf("```", start)));
        assertThat(report.missed()).isEmpty();
        assertThat(report.laws().violations()).isEmpty();
    }

    @Test
    void aGpuBehindAnIommuDrawsAsAnyOther() throws Exception {
        Figures figures = jobs(
                        "r: {on: gpu, next: f, ahead: 2, writes: s, work: stamp, takes: 1ms}",
                        "f: {on: d, with: r, shows: s}")
                .figures();
        assertThat(figures.of(Measure.PRESENTED)).isGreaterThan(15);
        assertThat(figures.of(Measure.STALE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mmap", "dmabuf", "userptr"})
    void aCameraWhoseIommuIsExhaustedFailsTheFramesThatFindNoAddresses(String memory)
            throws Exception {
        String head = HEAD.replace("addresses: 1MiB", "addresses: 16KiB")
                .replace("rate: 100Hz", "rate: 100Hz, iommu: smmu, memory: " + memory);
        RunReport report = run(head + "  f: {on: cam, every: 10ms, writes: s}\n");
        assertThat(report.figures().of(Measure.COMPLETED)).isPositive();
        assertThat(report.figures().of(Measure.FAILED)).isGreaterThan(Losses.TOLD_MAX);
        assertThat(report.isFine()).isTrue();
        assertThat(report.notes())
                .hasSize(Losses.TOLD_MAX)
                .allMatch(note -> note.matches("f \\d+ of cam on .+ failed: .*smmu.*"));
    }

    /** One picture on the screen and one to come; the third one's addresses are evicted. */
    @Test
    @Tag("B9")
    void whatIsJustEnoughForAnIommuRuns() throws Exception {
        String file = HEAD.replace("addresses: 1MiB", "addresses: 24KiB")
                        .replace("size: 64x36}\n  cam", "size: 64x36, iommu: smmu}\n  cam")
                + "  r: {on: app, next: f, ahead: 2, writes: s, work: stamp, takes: 1ms}\n"
                + "  f: {on: d, with: r, shows: s}\n";
        RunReport report = run(file);
        assertThat(report.figures().of(Measure.PRESENTED)).isGreaterThan(10);
        assertThat(report.figures().of(Measure.FAILED)).isZero();
        assertThat(report.notes()).isEmpty();
    }

    @Test
    void aJobThatMapsItsBuffersMapsThoseItReads() throws Exception {
        String own = "{on: gpu, every: 20ms, reads: s, takes: 1ms, maps: batched}\n";
        assertThat(run(HEAD.replace("addresses: 1MiB", "addresses: 12KiB") + "  j: " + own)
                        .figures()
                        .of(Measure.MAP_PROGRESS))
                .isEqualTo(15);
        assertThatThrownBy(() ->
                        run(HEAD.replace("addresses: 1MiB", "addresses: 8KiB") + "  j: " + own))
                .hasMessageContaining("this job maps 12KiB at once");
    }

    /** The smmu's addresses are on line 6, its jobs begin on line 18. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8KiB | 12KiB | {on: gpu, every: 9ms, writes: s, work: fill, takes: 1ms}",
                "20KiB | 24KiB | {on: gpu, every: 9ms, reads: s, writes: s@-1, work: blit, takes: 1ms}",
                "20KiB | 24KiB | {on: gpu, every: 9ms, unordered: [s, s@-1], work: fill, takes: 1ms}",
                "8KiB | 12KiB | {on: gpu, every: 9ms, writes: s, takes: 1ms, maps: incremental}",
                "8KiB | 12KiB | {on: cam, every: 9ms, writes: s}",
                "20KiB | 24KiB | {on: d, every: 9ms, shows: s}",
                "24KiB | 28KiB | {on: d, every: 9ms, shows: [s, c]}"
            })
    void aJobWhoseBuffersDoNotFitInItsIommuIsRefused(String size, String needed, String job) {
        String head = HEAD.replace("addresses: 1MiB", "addresses: " + size)
                .replace("size: 64x36}\n  cam", "size: 64x36, iommu: smmu}\n  cam")
                .replace("rate: 100Hz", "rate: 100Hz, iommu: smmu");
        assertThatThrownBy(() -> run(head + "  j: " + job + "\n"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("own.yaml:18:11: on: ")
                .hasMessageContaining(
                        "smmu, whose addresses are " + size + ", and this job maps " + needed);
    }

    @Test
    void aJobThatFailsIsToldWithItsCause() throws Exception {
        RunReport report = jobs("j: {on: gpu, every: 250ms, writes: s, takes: 250ms, work: fill}");
        assertThat(report.figures().of(Measure.FAILED)).isEqualTo(2);
        assertThat(report.notes())
                .hasSize(2)
                .anyMatch(note -> note.startsWith("j 0 of gpu on s 0 failed: "))
                .anyMatch(note -> note.startsWith("j 1 of gpu on s 1 failed: "));
    }

    @Test
    void aCheckKnowsTheNumbersOfACameraThatDropsFrames() throws Exception {
        Figures figures = jobs(
                        "f: {on: cam, next: k, ahead: 1, writes: s}",
                        "k: {on: app, after: f, reads: s, work: check, takes: 12ms}",
                        "l: {on: app, after: k, reads: s, work: check, takes: 1ms}")
                .figures();
        assertThat(figures.of(Measure.DROPPED)).isGreaterThan(5);
        assertThat(figures.of(Measure.COMPLETED)).isGreaterThan(20);
        assertThat(figures.of(Measure.FAILED)).isZero();
    }

    @Test
    void aCheckOfThePictureBeforeKnowsItsNumber() throws Exception {
        Figures figures = jobs(
                        "r: {on: gpu, every: 20ms, writes: s, work: stamp, takes: 1ms}",
                        "k: {on: app, after: r, reads: s@-1, work: check, takes: 1ms}")
                .figures();
        assertThat(figures.of(Measure.COMPLETED)).isGreaterThan(20);
        assertThat(figures.of(Measure.FAILED)).isZero();
    }

    @Test
    void severalPlanesAreOneCommitAndASecondOneIsRefused() throws Exception {
        Figures figures = jobs(
                        "r: {on: gpu, every: 10ms, writes: s, work: stamp, takes: 1ms}",
                        "f: {on: d, with: r, shows: [s, c]}")
                .figures();
        assertThat(figures.of(Measure.PRESENTED)).isGreaterThan(12);
        assertThat(figures.of(Measure.REFUSED)).isGreaterThan(5);
        assertThat(figures.of(Measure.STALE)).isZero();
        assertThat(figures.of(Measure.TORN)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s@-1", "s@newest"})
    void aPictureThatIsNotThereYetIsNotShown(String shown) throws Exception {
        RunReport report = jobs(
                "r: {on: gpu, every: 20ms, writes: s, work: stamp, takes: 1ms}",
                "f: {on: d, with: r, shows: '" + shown + "'}");
        assertThat(report.figures().of(Measure.PRESENTED)).isGreaterThan(10);
        assertThat(report.isFine()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"next: k, ahead: 8", "every: 5ms"})
    void aBufferThatIsStillWithTheCameraIsQueuedWhenItComesBack(String trigger) throws Exception {
        RunReport report = jobs(
                "f: {on: cam, " + trigger + ", writes: s}",
                "k: {on: app, after: f, reads: s, work: none, takes: 1ms}");
        assertThat(report.figures().of(Measure.REFUSED)).isZero();
        assertThat(report.figures().of(Measure.COMPLETED)).isGreaterThan(15);
        assertThat(report.isFine()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "j: {on: gpu, every: 9ms, writes: n, work: stamp, takes: 1ms}",
                "j: {on: app, every: 9ms, reads: n, work: check, takes: 1ms}",
                "j: {on: app, every: 9ms, reads: s@newest, work: check, takes: 1ms}",
                "j: {on: cam, every: 9ms, writes: n}",
                "j: {on: cam, every: 9ms, writes: s#0}",
                "j: {on: cam, every: 9ms, writes: [s, g]}",
                "j: {on: d, every: 9ms, shows: g}",
                "j: {on: gpu, every: 9ms, writes: s, acquire: one-by-one, takes: 1ms}",
                "j: {on: app, every: 9ms, writes: s, acquire: one-by-one, takes: 1ms, expires: 1ms}",
                "j: {on: gpu, next: j, writes: s, takes: 0s}",
                "j: {on: gpu, next: k, takes: 1ms}\n  k: {on: app, with: j, takes: 0s}",
                "j: {on: gpu, every: 9ms, writes: s, work: fill, takes: 1ms, maps: batched}"
            })
    void whatNoDeviceCanDoIsRefused(String job) {
        assertThatThrownBy(() -> jobs(job))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("own.yaml:18:");
    }
}
