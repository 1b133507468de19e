package dev.baton.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.ScenarioReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Figures that can be worked out with pen and paper, and faults that strike what they name. */
class MeasuresTest {
    private static final String HEAD = "{baton: 1, name: measures, story: of figures, for: 1s, ";

    private static final String CAMERA = HEAD + """
            buffers: {raw: {count: 4, format: XR24, size: 64x36},
              screen: {count: 3, format: XR24, size: 64x36}, log: {bytes: 4KiB}},
            devices: {cam: {kind: capture, rate: 30Hz}, gpu: {kind: gpu}, app: {kind: cpu},
              tv: {kind: display, size: 64x36, refresh: 60Hz}},
            jobs: {capture: {on: cam, next: convert, ahead: 4, writes: raw},
              convert: {on: gpu, frame: cam, reads: raw, writes: screen, work: blit, takes: TAKES},
              other: {on: gpu, every: 7ms, takes: 1ms},
              flip: {on: tv, with: convert, shows: screen},
              note: {on: app, every: 20ms, writes: log, takes: 1ms}},
            """;

    private static final String PRESENTED = HEAD + """
            buffers: {screen: {count: 4, format: XR24, size: 64x36}}, devices: {gpu: {kind: gpu},
              tv: {kind: display, size: 64x36, refresh: 60Hz, presentation: PRESENTATION}},
            jobs: {draw: {on: gpu, every: 7ms, writes: screen, work: stamp, takes: 4ms},
              flip: {on: tv, with: draw, shows: screen}}}
            """;

    private static RunReport run(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var scenario = ScenarioReader.read("measures.yaml", new ByteArrayInputStream(bytes));
        return ScenarioRun.run(
                scenario, new RunOptions(1, Clock.VIRTUAL, scenario.forNanos(), 0, nanos -> {}));
    }

    private static RunReport struck(String fault) throws Exception {
        return run(CAMERA.replace("TAKES", "4ms") + "faults: [" + fault + "]}");
    }

    private static long of(RunReport report, Measure measure) {
        return report.figures().of(measure);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "on: app, job: note",
                "on: tv, job: flip",
                "on: cam, job: capture",
                "on: gpu, job: convert"
            })
    void aFaultStrikesTheIterationItNamesOnEveryDevice(String where) throws Exception {
        assertThat(struck("{kind: throw, iteration: 5, " + where + "}").faults())
                .containsEntry("throw", 1L);
    }

    @Test
    void aFaultByChanceStrikesOnlyTheJobItNames() throws Exception {
        RunReport report = struck("{kind: throw, on: gpu, job: convert, chance: 100%}");
        long frames = of(report, Measure.PRESENTED);
        assertThat(report.faults()).containsEntry("throw", frames);
    }

    @Test
    void aFaultAtATimeBefallsADeviceOnce() throws Exception {
        assertThat(struck("{kind: reset, on: gpu, at: 500ms}").faults()).containsEntry("reset", 1L);
    }

    @Test
    void framesThatNobodyAsksForAnyMoreAreNotDropped() throws Exception {
        assertThat(of(run(CAMERA.replace("TAKES", "4ms") + "}"), Measure.DROPPED))
                .isZero();
    }

    @Test
    void aCopyOfAFrameAfterADroppedOneIsNotStale() throws Exception {
        RunReport report = run(CAMERA.replace("TAKES", "45ms") + "}");
        assertThat(of(report, Measure.DROPPED)).isPositive();
        assertThat(of(report, Measure.STALE)).isZero();
    }

    @Test
    void theEndIsNotPartOfTheTime() throws Exception {
        RunReport report = run(HEAD + "devices: {app: {kind: cpu}},"
                + " jobs: {note: {on: app, every: 10ms, takes: 1ms}}}");
        assertThat(of(report, Measure.SUBMITTED)).isEqualTo(100);
    }

    @Test
    void framesThatWaitForNoVblankTearAndAreNotRepeated() throws Exception {
        RunReport report = run(PRESENTED.replace("PRESENTATION", "immediate"));
        assertThat(of(report, Measure.PRESENTED)).isEqualTo(143);
        assertThat(of(report, Measure.TORN)).isGreaterThan(90);
        assertThat(of(report, Measure.MISSED_VBLANKS)).isZero();
        assertThat(of(run(PRESENTED.replace("PRESENTATION", "mailbox")), Measure.TORN))
                .isZero();
    }

    @Test
    void workThatIsStillBeingDoneIsNoDeadlock() throws Exception {
        RunReport report = run(HEAD + "settle: 100ms, devices: {app: {kind: cpu}},"
                + " jobs: {note: {on: app, every: 10ms, takes: 15ms}}}");
        assertThat(of(report, Measure.DEADLOCK)).isZero();
        assertThat(report.notes()).singleElement().asString().contains("settle longer");
        assertThat(report.isFine()).isFalse();
    }

    /** Without a preroll the sound begins a refresh before the first picture can be seen. */
    @ParameterizedTest
    @CsvSource({"0ms, 16, 17", "30ms, 3, 4", "45ms, 5, 6"})
    void afterAPrerollTheFirstPictureIsNotLate(String preroll, long min, long max)
            throws Exception {
        String file = HEAD + """
                buffers: {screen: {count: 3, format: XR24, size: 64x36}},
                devices: {app: {kind: cpu},
                  sound: {kind: audio, rate: 48kHz, period: 5ms, preroll: PREROLL},
                  tv: {kind: display, size: 64x36, refresh: 60Hz}},
                jobs: {draw: {on: app, next: flip, ahead: 3, writes: screen, takes: 1ms},
                  flip: {on: tv, with: draw, shows: screen, follows: sound, media: 33.333333ms}}}
                """;
        long skew = of(run(file.replace("PREROLL", preroll)), Measure.AV_SKEW);
        assertThat(skew / 1_000_000.0).isBetween((double) min, (double) max);
    }

    /** 300 ms from the submission are later than the sound. */
    @Test
    void aPictureThatFollowsTheSoundDoesNotComeBeforeItsOwnTimeEither() throws Exception {
        String file = HEAD + """
                buffers: {screen: {count: 3, format: XR24, size: 64x36}},
                devices: {app: {kind: cpu}, sound: {kind: audio, rate: 48kHz},
                  tv: {kind: display, size: 64x36, refresh: 60Hz}},
                jobs: {flip: {on: tv, every: 400ms, shows: screen, follows: sound, media: 400ms,
                  not-before: 300ms}}}
                """;
        assertThat(of(run(file), Measure.AV_SKEW)).isGreaterThan(290_000_000);
    }

    /** What the camera has dropped is no frame that is late. */
    @Test
    void aBlurredPictureCarriesTheNumberOfTheCamera() throws Exception {
        RunReport report = run(HEAD + """
                buffers: {raw: {count: 2, format: XR24, size: 64x36},
                  screen: {count: 3, format: XR24, size: 64x36}},
                devices: {cam: {kind: capture, rate: 50Hz}, gpu: {kind: gpu},
                  tv: {kind: display, size: 64x36, refresh: 60Hz}},
                jobs: {capture: {on: cam, next: blur, ahead: 2, writes: raw},
                  blur: {on: gpu, after: capture, reads: raw, writes: screen, work: blur,
                    takes: 30ms},
                  flip: {on: tv, with: blur, shows: screen}}}
                """);
        assertThat(of(report, Measure.DROPPED)).isPositive();
        assertThat(of(report, Measure.STALE)).isZero();
    }

    /** 1% of 500 frames. */
    @Test
    void aCameraThatIsSlowTakesFewerFrames() throws Exception {
        String file = HEAD.replace("for: 1s", "for: 10s") + """
                buffers: {raw: {count: 2, format: XR24, size: 64x36}},
                devices: {cam: {kind: capture, rate: 50Hz, drift: 0ppm}},
                jobs: {capture: {on: cam, next: capture, ahead: 2, writes: raw}}}
                """;
        long frames = of(run(file), Measure.COMPLETED);
        assertThat(frames).isBetween(500L, 510L);
        assertThat(of(run(file.replace("0ppm", "10000ppm")), Measure.COMPLETED))
                .isBetween(frames - 6, frames - 4);
    }

    /** Whoever follows the sound waits for the interrupt of the period, and then for a vblank. */
    @ParameterizedTest
    @CsvSource({"1ms, 7, 17", "100ms, 80, 117"})
    void aPictureIsAsLateAsTheSoundCardReports(String period, long min, long max) throws Exception {
        String file = HEAD + """
                buffers: {screen: {count: 3, format: XR24, size: 64x36}},
                devices: {app: {kind: cpu}, sound: {kind: audio, rate: 48kHz, period: PERIOD},
                  tv: {kind: display, size: 64x36, refresh: 60Hz}},
                jobs: {draw: {on: app, next: flip, ahead: 3, writes: screen, takes: 1ms},
                  flip: {on: tv, with: draw, shows: screen, follows: sound, media: 40ms}}}
                """;
        assertThat(of(run(file.replace("PERIOD", period)), Measure.AV_SKEW) / 1_000_000)
                .isBetween(min, max);
    }
}
