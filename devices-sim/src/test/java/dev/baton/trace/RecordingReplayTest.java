package dev.baton.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

class RecordingReplayTest {
    static final List<String> NAMES = Recordings.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyLawHoldsAndNoFlipIsEarly(String name) throws IOException {
        ReplayReport report = RecordingReplay.run(Recordings.read(name));
        assertThat(report.laws().violations()).isEmpty();
        assertThat(report.laws().complete()).isTrue();
        assertThat(report.flipsEarly()).isZero();
        assertThat(report.completed() + report.cancelled()).isEqualTo(report.submitted());
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void theSameRecordingGivesTheSameEvents(String name) throws IOException {
        String hash = RecordingReplay.run(Recordings.read(name)).eventHash();
        assertThat(RecordingReplay.run(Recordings.read(name)).eventHash()).isEqualTo(hash);
    }

    @Test
    void modetestShowsEveryFlipAtItsVblank() throws IOException {
        ReplayReport report = RecordingReplay.run(Recordings.read("modetest-vkms"));
        assertThat(report.flipsShown()).isGreaterThanOrEqualTo(300);
        assertThat(report.flipsAtRecordedVblank()).isEqualTo(report.flipsShown());
    }

    /** The pieces are far smaller than those of a long recording: several flips are in each. */
    @ParameterizedTest
    @FieldSource("NAMES")
    void inPiecesTheSameComesOutAsAtOnce(String name) throws IOException {
        byte[] text = Recordings.text(name);
        ReplayReport whole = RecordingReplay.run(Recordings.read(name));
        ReplayReport pieces =
                RecordingReplay.run(new ByteArrayInputStream(text), 400, ReplayWatcher.NONE);
        assertThat(pieces.recorded()).isEqualTo(whole.recorded());
        assertThat(pieces.flipsShown()).isEqualTo(whole.flipsShown());
        assertThat(pieces.flipsAtRecordedVblank()).isEqualTo(whole.flipsAtRecordedVblank());
        assertThat(pieces.jobsEnded()).isEqualTo(whole.jobsEnded());
        assertThat(pieces.endedWaiting()).isEqualTo(whole.endedWaiting());
        assertThat(pieces.flipsEarly()).isZero();
        assertThat(pieces.laws().violations()).isEmpty();
    }

    @Test
    void steamVrInPiecesRunsInItsRecordedOrderToo() throws IOException {
        byte[] recording = Recordings.external("amdgpu-steamvr.ftrace.gz");
        ReplayReport whole = RecordingReplay.run(Recordings.read(recording));
        ReplayReport pieces =
                RecordingReplay.run(new ByteArrayInputStream(recording), 1_000, ReplayWatcher.NONE);
        assertThat(pieces.recorded()).isEqualTo(whole.recorded());
        assertThat(pieces.order()).isEqualTo(whole.order());
        assertThat(pieces.startDeltas()).isEqualTo(whole.startDeltas());
    }

    @Test
    void linesALittleOutOfOrderArePutRight() throws IOException {
        List<String> lines = lines("modetest-vkms");
        Random random = new Random(1);
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (random.nextInt(50) == 0 && !lines.get(i).startsWith("#")) {
                Collections.swap(lines, i, ++i);
            }
        }
        ReplayReport report = replayText(lines);
        assertThat(report.recorded().input().outOfOrder()).isZero();
        assertThat(report.flipsAtRecordedVblank()).isEqualTo(352);
    }

    @Test
    void linesFarOutOfOrderAreCounted() throws IOException {
        List<String> lines = lines("modetest-vkms");
        Collections.rotate(lines, lines.size() / 2);
        ReplayReport report = replayText(lines);
        assertThat(report.recorded().input().outOfOrder()).isGreaterThan(1000);
        assertThat(report.laws().violations()).isEmpty();
    }

    @Test
    void renderToFlipShowsNineOfTenFlipsAtTheirVblank() throws IOException {
        ReplayReport report = RecordingReplay.run(Recordings.read("render-to-flip-vkms"));
        assertThat(report.buffers()).isGreaterThanOrEqualTo(4);
        assertThat(report.uses()).containsKeys(AccessMode.SHARED, AccessMode.EXCLUSIVE);
        assertThat(report.flipsShown()).isGreaterThanOrEqualTo(50);
        assertThat(report.flipsAtRecordedVblank() * 10)
                .isGreaterThanOrEqualTo(report.flipsShown() * 9);
        assertThat(report.order()).isEqualTo(new StartOrder(0, 0));
        assertThat(report.cancelled()).isZero();
    }

    @Test
    void whatHasNoVblanksIsShownAtOnce() throws IOException {
        Recording recording = Recordings.read("modetest-virtio-gpu");
        assertThat(RecordingReplay.run(recording).flipsShown())
                .isEqualTo(recording.flips().size());
    }

    @Test
    void steamVrRunsInItsRecordedOrder() throws IOException {
        ReplayReport report = RecordingReplay.run(
                Recordings.read(Recordings.external("amdgpu-steamvr.ftrace.gz")));
        assertThat(report.laws().violations()).isEmpty();
        assertThat(report.completed()).isGreaterThanOrEqualTo(639);
        assertThat(report.recorded().vblanks()).isEqualTo(247);
        assertThat(report.order().comparedPairs()).isGreaterThan(200_000);
        assertThat(report.order().agreeing()).isEqualTo(report.order().comparedPairs());
        assertThat(report.startDeltas().p50Micros()).isLessThanOrEqualTo(500);
        assertThat(report.startDeltas().p99Micros()).isLessThanOrEqualTo(4_000);
    }

    @Test
    void aReaderWaitsForTheWriterAheadOfIt() throws IOException {
        ReplayReport report = replay(
                "1 dma_fence_init: driver=d timeline=t context=5 seqno=1",
                "1 resv_add_fence: (x) resv=0xa ctx=5 seqno=1 usage=1",
                "2 7 kms_commit: (x) nonblock=1",
                "2 7 kms_prepare_fb: (x) plane=0x1",
                "2 7 resv_get_singleton: (x) resv=0xa usage=1",
                "3 9 kms_wait_for_fences: (x)",
                "12 dma_fence_signaled: driver=d timeline=t context=5 seqno=1",
                "13 9 kms_arm_vblank_event: (x) crtc=0xc0",
                vblank(10),
                vblank(20),
                vblank(30));
        assertThat(report.flipsAtRecordedVblank()).isEqualTo(1);
        assertThat(report.flipsEarly()).isZero();
    }

    @Test
    void anExplicitFlipWaitsForItsFenceAndNotForTheBuffersWriter() throws IOException {
        ReplayReport report = replay(
                "1 dma_fence_init: driver=d timeline=t context=5 seqno=1",
                "1 resv_add_fence: (x) resv=0xa ctx=5 seqno=1 usage=1",
                "1 dma_fence_init: driver=d timeline=t context=6 seqno=1",
                "2 7 kms_commit: (x) nonblock=1",
                "2 7 kms_prepare_fb: (x) plane=0x1",
                "2 7 resv_get_singleton: (x) resv=0xa usage=0",
                "3 9 kms_wait_for_fences: (x)",
                "3 9 dma_fence_wait_start: driver=d timeline=t context=6 seqno=1",
                "12 dma_fence_signaled: driver=d timeline=t context=6 seqno=1",
                "13 9 kms_arm_vblank_event: (x) crtc=0xc0",
                vblank(10),
                vblank(20),
                vblank(30),
                "35 dma_fence_signaled: driver=d timeline=t context=5 seqno=1");
        assertThat(report.uses()).containsEntry(AccessMode.UNORDERED, 1);
        assertThat(report.flipsAtRecordedVblank()).isEqualTo(1);
    }

    @Test
    void theFrontBufferIsHeldUntilTheNextFlipOfItsPlaneLatches() throws IOException {
        ReplayReport report = replay(
                "1 7 kms_commit: (x) nonblock=1",
                "1 7 kms_prepare_fb: (x) plane=0x1",
                "1 7 resv_get_singleton: (x) resv=0xa usage=1",
                "2 9 kms_wait_for_fences: (x)",
                "2 9 kms_arm_vblank_event: (x) crtc=0xc0",
                "2 9 kms_hw_done: (x)",
                vblank(10),
                "11 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=3, ring_name=g0, n=1",
                "11 resv_add_fence: (x) resv=0xa ctx=8 seqno=3 usage=1",
                "12 7 kms_commit: (x) nonblock=1",
                "12 7 kms_prepare_fb: (x) plane=0x2",
                "12 7 resv_get_singleton: (x) resv=0xb usage=1",
                "13 9 kms_wait_for_fences: (x)",
                "13 9 kms_arm_vblank_event: (x) crtc=0xc0",
                "13 9 kms_hw_done: (x)",
                vblank(20),
                "22 7 kms_commit: (x) nonblock=1",
                "22 7 kms_prepare_fb: (x) plane=0x1",
                "22 7 resv_get_singleton: (x) resv=0xb usage=1",
                "23 9 kms_wait_for_fences: (x)",
                "23 9 kms_arm_vblank_event: (x) crtc=0xc0",
                "23 9 kms_hw_done: (x)",
                vblank(30),
                "31 amdgpu_sched_run_job: timeline=gfx, context=8, seqno=3, ring_name=g0",
                "33 dma_fence_signaled: driver=amd_sched timeline=gfx context=8 seqno=3");
        assertThat(report.flipsAtRecordedVblank()).isEqualTo(3);
        assertThat(report.startDeltas().p99Micros())
                .as("granted at 30, not at 20")
                .isEqualTo(1000);
    }

    @Test
    void aRingTakesAsManyJobsAtOnceAsItDidInTheRecording() throws IOException {
        ReplayReport report = replay(
                "1 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=1, ring_name=g0, n=1",
                "1 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=2, ring_name=g0, n=1",
                "1 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=3, ring_name=g0, n=1",
                "2 amdgpu_sched_run_job: timeline=gfx, context=8, seqno=1, ring_name=g0",
                "2 amdgpu_sched_run_job: timeline=gfx, context=8, seqno=2, ring_name=g0",
                "7 dma_fence_signaled: driver=amd_sched timeline=gfx context=8 seqno=1",
                "7 amdgpu_sched_run_job: timeline=gfx, context=8, seqno=3, ring_name=g0",
                "9 dma_fence_signaled: driver=amd_sched timeline=gfx context=8 seqno=2",
                "11 dma_fence_signaled: driver=amd_sched timeline=gfx context=8 seqno=3");
        assertThat(report.ringDepths()).containsExactly(Map.entry("gfx g0", 2));
        assertThat(report.order()).isEqualTo(new StartOrder(3, 3));
        assertThat(report.startDeltas().p99Micros()).isEqualTo(1000);
    }

    @Test
    void theOlderSchedulersJobsRunInTheirRecordedOrder() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String fence = "fence=00000000f" + i % 4;
            String job = "entity=00000000e" + i % 2 + ", id=" + i + ", " + fence
                    + ", ring=gfx, job count:1, hw job count:0";
            lines.add(2 + 10 * i + " gpu_scheduler:drm_sched_job: " + job);
            lines.add(4 + 10 * i + " gpu_scheduler:drm_run_job: " + job);
            lines.add(20 + 10 * i + " gpu_scheduler:drm_sched_process_job: " + fence + " signaled");
        }
        ReplayReport report = replay(lines.toArray(String[]::new));
        assertThat(report.laws().violations()).isEmpty();
        assertThat(report.completed()).isEqualTo(30);
        assertThat(report.ringDepths()).containsExactly(Map.entry("gfx", 2));
        assertThat(report.order()).isEqualTo(new StartOrder(30 * 29 / 2, 30 * 29 / 2));
        assertThat(report.startDeltas().p99Micros()).isEqualTo(2000);
        assertThat(report.buffers()).isEqualTo(2 * Recording.ASSIGNED_BUFFERS);
    }

    @Test
    void startsInAnotherOrderDisagree() throws IOException {
        ReplayReport report = replay(
                "1 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=1, ring_name=g0, n=1",
                "2 amdgpu_cs_ioctl: timeline=gfx, context=6, seqno=1, ring_name=g0, n=1",
                "3 amdgpu_sched_run_job: timeline=gfx, context=6, seqno=1, ring_name=g0",
                "4 dma_fence_signaled: driver=amd_sched timeline=gfx context=6 seqno=1",
                "5 amdgpu_sched_run_job: timeline=gfx, context=8, seqno=1, ring_name=g0",
                "6 dma_fence_signaled: driver=amd_sched timeline=gfx context=8 seqno=1");
        assertThat(report.order()).isEqualTo(new StartOrder(1, 0));
    }

    @Test
    void onABufferOnlyPairsWithAnExclusiveAccessAreCompared() throws IOException {
        String[] usages = {"1", "2", "2", "3"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < usages.length; i++) {
            text.append(i)
                    .append(" amdgpu_cs_ioctl: timeline=t, context=")
                    .append(10 * i)
                    .append(", seqno=1, ring_name=r")
                    .append(i)
                    .append(", n=1\n");
            text.append(i)
                    .append(" resv_add_fence: (x) resv=0xa ctx=")
                    .append(10 * i)
                    .append(" seqno=1 usage=")
                    .append(usages[i])
                    .append('\n');
            text.append(i + 10)
                    .append(" amdgpu_sched_run_job: timeline=t, context=")
                    .append(10 * i)
                    .append(", seqno=1, ring_name=r")
                    .append(i)
                    .append('\n');
            text.append(i + 20)
                    .append(" dma_fence_signaled: timeline=t context=")
                    .append(10 * i)
                    .append(" seqno=1\n");
        }
        assertThat(replay(text.toString().split("\n")).order().comparedPairs()).isEqualTo(2);
    }

    @Test
    void aFenceThatNeverSignalsEndsCancelledAndWhatWaitsForItToo() throws IOException {
        ReplayReport report = replay(
                "1 dma_fence_init: driver=d timeline=t context=5 seqno=1",
                "1 resv_add_fence: (x) resv=0xa ctx=5 seqno=1 usage=1",
                "2 7 kms_commit: (x) nonblock=1",
                "2 7 kms_prepare_fb: (x) plane=0x1",
                "2 7 resv_get_singleton: (x) resv=0xa usage=1",
                "2 9 kms_wait_for_fences: (x)",
                vblank(10));
        assertThat(report.cancelled()).isEqualTo(2);
        assertThat(report.completed()).isZero();
        assertThat(report.laws().violations()).isEmpty();
    }

    @Test
    void aSignalThatComesWhileTheJobStillWaitsEndsItUngranted() throws IOException {
        ReplayReport report = replay(
                "1 dma_fence_init: driver=d timeline=t context=5 seqno=1",
                "1 resv_add_fence: (x) resv=0xa ctx=5 seqno=1 usage=2",
                "2 dma_fence_init: driver=d timeline=t context=6 seqno=1",
                "2 resv_add_fence: (x) resv=0xa ctx=6 seqno=1 usage=1",
                "3 dma_fence_signaled: driver=d timeline=t context=6 seqno=1",
                "9 dma_fence_signaled: driver=d timeline=t context=5 seqno=1");
        assertThat(report.endedWaiting()).isEqualTo(1);
        assertThat(report.endDeltas().p99Micros()).isZero();
        assertThat(report.cancelled()).isZero();
    }

    @Test
    void noLawBreaksWhateverPartOfARecordingIsMissing() throws IOException {
        Random random = new Random(1);
        for (String name : List.of("render-to-flip-vkms", "igt-dmabuf-sync-file")) {
            List<String> lines = lines(name);
            for (int i = 0; i < 20; i++) {
                int from = random.nextInt(lines.size() / 2);
                double kept = random.nextDouble();
                ReplayReport report = replayText(lines.stream()
                        .skip(from)
                        .filter(line -> random.nextDouble() < kept)
                        .toList());
                assertThat(report.laws().violations()).as("%s %d", name, i).isEmpty();
                assertThat(report.flipsEarly()).as("%s %d", name, i).isZero();
            }
        }
    }

    private static String vblank(int millis) {
        return millis + " 0 kms_handle_vblank: (x) crtc=0xc0\n" + millis
                + " 0 drm_vblank_event: crtc=0, seq=" + millis;
    }

    private static List<String> lines(String name) throws IOException {
        String text = new String(Recordings.text(name), StandardCharsets.UTF_8);
        return new ArrayList<>(text.lines().toList());
    }

    private static ReplayReport replayText(List<String> lines) throws IOException {
        byte[] text = FtraceReaderTest.bytes(String.join("\n", lines));
        return RecordingReplay.run(FtraceReaderTest.read(text));
    }

    private static ReplayReport replay(String... lines) throws IOException {
        Recording recording = RecordingTest.read(lines);
        assertThat(recording.input().damages()).isEmpty();
        return RecordingReplay.run(recording);
    }
}
