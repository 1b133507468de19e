package dev.baton.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.run.RunReport.Latencies;
import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioReader;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Latencies that can be worked out with pen and paper, below what histograms round. */
class LatenciesTest {
    private static final String SCENARIO = """
            {baton: 1, name: latencies, story: of what takes long, for: 10ms,
            buffers: {a: {bytes: 4KiB}, b: {bytes: 4KiB}, log: {bytes: 4KiB}},
            devices: {gpu: {kind: gpu, interrupt: 7us}, app: {kind: cpu, wakeup: 15us}},
            jobs: {first: {on: gpu, every: 1ms, writes: a, takes: 10us},
              second: {on: gpu, with: first, writes: b, takes: 10us},
              note: {on: app, every: 1ms, offset: 500us, writes: log, takes: 1us},
              again: {on: app, with: note, writes: log, takes: 1us}}}
            """;

    private static final long REAL_NANOS = 500_000_000;

    private static RunReport run(Clock clock) throws Exception {
        return run(SCENARIO, clock);
    }

    private static RunReport run(String file, Clock clock) throws Exception {
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
        Scenario scenario = ScenarioReader.read("latencies.yaml", new ByteArrayInputStream(bytes));
        // Threads of a loaded machine may take longer to begin than the scenario lasts.
        long forNanos = clock == Clock.REAL ? REAL_NANOS : scenario.forNanos();
        return ScenarioRun.run(scenario, new RunOptions(1, clock, forNanos, 0, nanos -> {}));
    }

    @Test
    void whoWaitsForTheRingOrItsInterruptWaitsForWhatIsAheadOfIt() throws Exception {
        RunReport report = run(Clock.VIRTUAL);
        assertThat(report.latencies().get(Span.INTERRUPT))
                .isEqualTo(new Latencies(20, 7_000, 7_000, 7_000, 7_000));
        assertThat(report.latencies()).doesNotContainKey(Span.DRAWN_TO_SHOWN);
    }

    @Test
    void aFlipIsGrantedWhenTheInterruptOfItsPictureIsHandled() throws Exception {
        String file = """
                {baton: 1, name: flip, story: of a flip, for: 200ms,
                buffers: {screen: {count: 2, format: XR24, size: 64x36}},
                devices: {gpu: {kind: gpu, interrupt: 7us},
                  display: {kind: display, refresh: 100Hz, size: 64x36}},
                jobs: {render: {on: gpu, next: flip, writes: [screen], work: stamp, takes: 5ms},
                  flip: {on: display, with: render, shows: screen}}}
                """;
        RunReport report = run(file, Clock.VIRTUAL);
        long frames = report.figures().of(Measure.PRESENTED);
        assertThat(frames).isGreaterThan(10);
        assertThat(report.latencies().get(Span.DRAWN_TO_GRANTED))
                .isEqualTo(new Latencies(frames, 7_000, 7_000, 7_000, 7_000));
        assertThat(run(file.replace(", interrupt: 7us", ""), Clock.VIRTUAL).latencies())
                .doesNotContainKey(Span.DRAWN_TO_GRANTED);
    }

    @Test
    void aGrantIsFollowedByTheStartWhenTheDeviceIsAwakeAndFree() throws Exception {
        Latencies grants = run(Clock.VIRTUAL).latencies().get(Span.GRANT_TO_START);
        assertThat(grants).isEqualTo(new Latencies(40, 10_000, 15_000, 15_000, 0));
    }

    @Test
    void aCpuThatSleptWakesForTheFirstOfItsJobsAndForEachThatComesWhenItSleepsAgain()
            throws Exception {
        assertThat(run(Clock.VIRTUAL).latencies().get(Span.WAKE_UP))
                .isEqualTo(new Latencies(20, 15_000, 15_000, 15_000, 15_000));
    }

    @Test
    void whoAsksForOneBufferAfterTheOtherWakesUpInBetween() throws Exception {
        String file = SCENARIO.replace("writes: log", "writes: [log, a], acquire: one-by-one");
        assertThat(run(file, Clock.VIRTUAL).latencies().get(Span.WAKE_UP))
                .isEqualTo(new Latencies(20, 15_000, 15_000, 15_000, 15_000));
    }

    /** The displays are turned off 500 ms after the end. */
    @Test
    void whoWakesUpAfterTheDisplaysAreOffSubmitsNothing() throws Exception {
        String file = """
                {baton: 1, name: late, story: of a late riser, for: 300ms,
                devices: {gpu: {kind: gpu}, app: {kind: cpu, wakeup: 700ms}},
                jobs: {draw: {on: gpu, every: 250ms, wakes: app, takes: 1ms}}}
                """;
        assertThat(run(file, Clock.VIRTUAL).figures().of(Measure.SUBMITTED)).isEqualTo(1);
    }

    @Test
    void onThreadsNothingIsFasterThanInVirtualTime() throws Exception {
        RunReport report = run(Clock.REAL);
        assertThat(report.laws().violations()).isEmpty();
        assertThat(report.latencies().get(Span.INTERRUPT).minNanos()).isGreaterThanOrEqualTo(7_000);
        assertThat(report.latencies().get(Span.WAKE_UP).minNanos()).isGreaterThanOrEqualTo(15_000);
    }

    @Test
    void whatSeveralThreadsNoteIsAllCounted() throws Exception {
        LatencyLog log = new LatencyLog(true);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                for (int nanos = 0; nanos < 20_000; nanos++) {
                    log.took(Span.INTERRUPT, 0, nanos);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(log.latencies())
                .containsOnlyKeys(Span.INTERRUPT)
                .containsValue(new Latencies(80_000, 9_992, 19_792, 19_984, 0));
    }

    @Test
    void aClockThatIsReadBackwardsTakesNoTime() {
        LatencyLog log = new LatencyLog(false);
        log.took(Span.WAKE_UP, 5, 3);
        log.handled(5, 5);
        assertThat(log.latencies())
                .containsOnlyKeys(Span.WAKE_UP)
                .containsValue(new Latencies(1, 0, 0, 0, 0));
    }
}
