package dev.baton.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.PoisonPolicy;
import dev.baton.sim.Latency;
import dev.baton.sim.capture.CaptureOptions.Memory;
import dev.baton.sim.fault.Fault;
import dev.baton.sim.gpu.Priority;
import dev.baton.sim.kms.Presentation;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.scenario.BufferSpec.Picture;
import dev.baton.sim.scenario.DeviceSpec.AudioSpec;
import dev.baton.sim.scenario.DeviceSpec.CaptureSpec;
import dev.baton.sim.scenario.DeviceSpec.CpuSpec;
import dev.baton.sim.scenario.DeviceSpec.DisplaySpec;
import dev.baton.sim.scenario.DeviceSpec.GpuSpec;
import dev.baton.sim.scenario.DeviceSpec.Ordering;
import dev.baton.sim.scenario.JobSpec.Context;
import dev.baton.sim.scenario.JobSpec.Sync;
import dev.baton.sim.scenario.JobSpec.Work;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class ScenarioReaderTest {
    private static final long MS = 1_000_000;
    private static final int OWN = BufferUse.OF_ITERATION;

    private static final String LEAST = "baton: 1\nname: least\nstory: None.\nfor: 1s\n"
            + "devices: {app: {kind: cpu}}\njobs: {idle: {on: app, every: 1ms, takes: 0s}}\n";

    private final Scenario example = read(Example.text());

    private static Scenario read(String text) {
        try {
            return Example.read(text);
        } catch (ScenarioException e) {
            throw new AssertionError(e);
        }
    }

    private JobSpec job(String name) {
        return example.jobs().stream()
                .filter(job -> job.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    @Test
    void whatAFileSaysIsRead() {
        assertThat(example.name()).isEqualTo("camera-on-tv");
        assertThat(example.story().lines()).hasSize(3);
        assertThat(example.seed()).isEqualTo(7);
        assertThat(example.forNanos()).isEqualTo(2_000 * MS);
        assertThat(example.settleNanos()).isEqualTo(500 * MS);
        assertThat(example.heaps())
                .containsExactly(new HeapSpec("cma", HeapSpec.Kind.CONTIGUOUS, 4 << 20));
        assertThat(example.iommus()).containsExactly(new IommuSpec("smmu", 1 << 20));
        assertThat(example.buffers())
                .hasSize(5)
                .contains(
                        new BufferSpec(
                                "raw",
                                4,
                                new Picture(PixelFormat.NV12, new Size(64, 36), true),
                                "cma"),
                        new BufferSpec("log", 1, new BufferSpec.Blob(65_536), "system"));
    }

    @Test
    void devicesHaveWhatTheirKindHas() {
        assertThat(example.devices())
                .containsExactly(
                        new CaptureSpec("camera", 33_333_333, -20, Memory.DMABUF, "smmu"),
                        new GpuSpec(
                                "gpu",
                                2,
                                2,
                                drawn(20_000, 60_000),
                                15 * MS,
                                5 * MS,
                                Ordering.CPU,
                                "smmu"),
                        new DisplaySpec(
                                "tv",
                                new Size(64, 36),
                                16_666_667,
                                50,
                                Presentation.FIFO,
                                4,
                                Ordering.CPU,
                                null),
                        new CpuSpec("app", drawn(300_000, 3 * MS)),
                        new AudioSpec("audio", 48_000, 480, 100, 45 * MS));
    }

    @Test
    void jobsHaveTheirTriggerWorkAndSync() {
        assertThat(example.jobs())
                .extracting(JobSpec::trigger)
                .containsExactly(
                        new Trigger.Next("convert", 4),
                        new Trigger.Frame("camera"),
                        new Trigger.With("convert"),
                        new Trigger.After("convert"),
                        new Trigger.Every(100 * MS, 4 * MS));
        JobSpec convert = job("convert");
        assertThat(convert.work()).isEqualTo(new Work(Work.Kind.CONVERT, drawn(4 * MS, 9 * MS)));
        assertThat(convert.context()).isEqualTo(new Context("mixer", 1, Priority.HIGH));
        assertThat(convert.wakes()).isEqualTo("app");
        assertThat(convert.countMax()).isEqualTo(Long.MAX_VALUE);
        assertThat(convert.sync())
                .isEqualTo(new Sync(
                        List.of(), 0, 30 * MS, 33 * MS, 50 * MS, PoisonPolicy.RUN, null, 0));
        assertThat(job("thumbnail").sync().onPoison()).isEqualTo(PoisonPolicy.SKIP);
        assertThat(job("flip").sync())
                .isEqualTo(new Sync(
                        List.of("convert"),
                        2 * MS,
                        Sync.NEVER,
                        Sync.NEVER,
                        Sync.NEVER,
                        PoisonPolicy.RUN,
                        "audio",
                        33_300_000));
    }

    @Test
    void jobsNameTheirBuffers() {
        JobSpec.Buffers flip = job("flip").buffers();
        assertThat(flip.shows())
                .containsExactly(new BufferUse("screen", 0, OWN), new BufferUse("cursor", 0, 0));
        assertThat(flip.unordered()).containsExactly(new BufferUse("screen", 0, OWN));
        assertThat(flip.maps()).isNull();
        assertThat(job("capture").buffers().maps()).isNull();
        assertThat(job("thumbnail").buffers().reads())
                .containsExactly(new BufferUse("screen", 1, OWN));
        assertThat(job("note").buffers().acquire()).isEqualTo(JobSpec.Acquire.ONE_BY_ONE);
    }

    @Test
    void faultsAndExpectationsAreRead() {
        assertThat(example.faults())
                .containsExactly(
                        new FaultSpec(Fault.F1_HUNG, "gpu", "convert", new FaultSpec.At(30)),
                        new FaultSpec(
                                Fault.F3_DOUBLE_COMPLETION,
                                "gpu",
                                null,
                                new FaultSpec.Chance(50_000)),
                        new FaultSpec(
                                Fault.F11_RESET, "gpu", null, new FaultSpec.AtTime(1_540 * MS)));
        assertThat(example.expectations())
                .containsExactly(
                        new Expectation(Measure.PRESENTED, 55, 60, "55..60"),
                        new Expectation(Measure.TORN, 0, 0, "0"),
                        new Expectation(Measure.STALE, 1, 1, "1"),
                        new Expectation(Measure.FAILED, 1, 1, "1"),
                        new Expectation(Measure.CANCELLED, 0, 0, "0"),
                        new Expectation(Measure.REFUSED, 0, 0, "0"),
                        new Expectation(Measure.AV_SKEW, 0, 16_650_000 - 1, "< 16.65ms"),
                        new Expectation(Measure.DEADLOCK, 0, 0, "false"));
    }

    @Test
    void whatAFileLeavesOutHasItsDefault() {
        Scenario least = read(LEAST);
        assertThat(least.seed()).isEqualTo(1);
        assertThat(least.settleNanos()).isEqualTo(1_000 * MS);
        assertThat(least.devices()).containsExactly(new CpuSpec("app", new Spread.Fixed(0)));
        assertThat(least.expectations()).hasSize(1);
        assertThat(least.jobs().get(0).context())
                .isEqualTo(new Context("idle", 0, Priority.NORMAL));
    }

    @ParameterizedTest
    @CsvSource({
        "0, -1, 0, 0",
        "0, -1, 7, 1",
        "1, -1, 0, -1",
        "1, -1, 1, 0",
        "2, -1, 4, 2",
        "0, 2, 9, 2"
    })
    void aUseNamesTheBufferOfItsIteration(int back, int fixed, long iteration, int expected) {
        assertThat(new BufferUse("pool", back, fixed).index(iteration, 3)).isEqualTo(expected);
    }

    static List<String> bundled() {
        return Scenarios.names();
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void aBundledScenarioIsSoundAndNamedAsItsFile(String name) throws Exception {
        assertThat(Scenarios.read(name).name()).isEqualTo(name);
    }

    @Test
    void theIndexNamesEveryBundledScenario() throws IOException {
        Path resources = Path.of("src/main/resources/dev/baton/sim/scenario");
        try (Stream<Path> files = Files.list(resources)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml"))
                            .map(name -> name.substring(0, name.length() - ".yaml".length())))
                    .containsExactlyInAnyOrderElementsOf(Scenarios.names());
        }
    }

    @Test
    void aNearNameIsSuggested() {
        assertThatThrownBy(() -> Scenarios.read("triple-bufering"))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("triple-bufering: no bundled scenario;"
                        + " did you mean \"triple-buffering\"?");
        assertThatThrownBy(() -> Scenarios.open("../../../../module-info"))
                .isInstanceOf(ScenarioException.class);
    }

    private static Spread drawn(long p50Nanos, long p99Nanos) {
        return new Spread.Drawn(new Latency(p50Nanos, p99Nanos));
    }
}
