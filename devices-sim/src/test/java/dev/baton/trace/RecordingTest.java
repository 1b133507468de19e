package dev.baton.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.AccessMode;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class RecordingTest {
    private static final String CRTC = "kms_handle_vblank: (x) crtc=0xc0";

    @Test
    void aFenceIsOneJobSubmittedAtTheLastOfItsAttachments() throws IOException {
        RecordedJob job = onlyJob(
                "1 dma_fence_init: driver=sw_sync timeline=r0 context=5 seqno=1",
                "2 resv_add_fence: (x) resv=0xa ctx=5 seqno=1 usage=1",
                "3 resv_add_fence: (x) resv=0xb ctx=5 seqno=1 usage=2",
                "4 resv_add_fence: (x) resv=0xc ctx=5 seqno=1 usage=3",
                "5 resv_add_fence: (x) resv=0xd ctx=5 seqno=1 usage=0",
                "6 dma_fence_signaled: driver=sw_sync timeline=r0 context=5 seqno=1");
        assertThat(job.submitNanos()).isEqualTo(ms(5));
        assertThat(job.endNanos()).isEqualTo(ms(6));
        assertThat(job.hasStart()).isFalse();
        assertThat(job.uses())
                .containsExactly(
                        new RecordedJob.Use("0xa", AccessMode.EXCLUSIVE),
                        new RecordedJob.Use("0xb", AccessMode.SHARED),
                        new RecordedJob.Use("0xc", AccessMode.UNORDERED),
                        new RecordedJob.Use("0xd", AccessMode.EXCLUSIVE));
    }

    @Test
    void aFenceWithoutBuffersIsSubmittedWhenItIsMade() throws IOException {
        RecordedJob job = onlyJob("1 fence_init: driver=d timeline=t context=5 seqno=1");
        assertThat(job.submitNanos()).isEqualTo(ms(1));
        assertThat(job.endNanos()).isEqualTo(Recording.UNKNOWN);
    }

    @Test
    void aDisplaysOutFenceIsNoJob() throws IOException {
        assertThat(read(
                                "1 dma_fence_init: driver=vkms timeline=CRTC:38-crtc-0 context=1 seqno=1",
                                "2 dma_fence_signaled: driver=vkms timeline=CRTC:38-crtc-0 context=1"
                                        + " seqno=1")
                        .jobs())
                .isEmpty();
    }

    @Test
    void aSignalOfAFenceMadeBeforeTheRecordingIsNoJobButCounted() throws IOException {
        Recording recording = read("1 dma_fence_signaled: driver=d timeline=t context=5 seqno=1");
        assertThat(recording.jobs()).isEmpty();
        assertThat(recording.withoutSubmission()).isEqualTo(1);
    }

    @Test
    void aFenceDestroyedWithoutASignalIsOverThen() throws IOException {
        RecordedJob job = onlyJob(
                "1 dma_fence_init: driver=d timeline=t context=5 seqno=1",
                "2 dma_fence_destroy: driver=d timeline=t context=5 seqno=1");
        assertThat(job.endNanos()).isEqualTo(ms(2));
    }

    @Test
    void aLostSignalIsInferredFromTheNextOneOfItsContextAlsoWhereNumbersWrap() throws IOException {
        List<RecordedJob> jobs = read(
                        "1 dma_fence_init: driver=d timeline=t context=5 seqno=4294967295",
                        "2 dma_fence_init: driver=d timeline=t context=5 seqno=0",
                        "3 dma_fence_init: driver=d timeline=t context=5 seqno=1",
                        "4 dma_fence_init: driver=d timeline=t context=6 seqno=1",
                        "5 dma_fence_signaled: driver=d timeline=t context=5 seqno=0")
                .jobs();
        assertThat(jobs)
                .extracting(RecordedJob::endNanos)
                .containsExactly(ms(5), ms(5), Recording.UNKNOWN, Recording.UNKNOWN);
        assertThat(jobs)
                .extracting(RecordedJob::endLost)
                .containsExactly(true, false, false, false);
    }

    @Test
    void aRingsJobRunsFromItsStartToTheSignalOfItsFinishedFence() throws IOException {
        RecordedJob job = onlyJob(
                "1 amdgpu_cs_ioctl: sched_job=1, timeline=gfx, context=8, seqno=3, ring_name=g0, n=1",
                "3 amdgpu_sched_run_job: sched_job=1, timeline=gfx, context=8, seqno=3, ring_name=g0",
                "4 dma_fence_signaled: driver=amd_sched timeline=gfx context=7 seqno=3",
                "9 dma_fence_signaled: driver=amd_sched timeline=gfx context=8 seqno=3");
        assertThat(job.ring()).isEqualTo("gfx g0");
        assertThat(job.submitNanos()).isEqualTo(ms(1));
        assertThat(job.startNanos()).isEqualTo(ms(3));
        assertThat(job.workNanos()).isEqualTo(ms(6));
    }

    @Test
    void theScheduledFenceTellsAStartThatHasNoEvent() throws IOException {
        RecordedJob job = onlyJob(
                "1 amdgpu_cs_ioctl: sched_job=1, timeline=gfx, context=8, seqno=3, ring_name=g0, n=1",
                "2 dma_fence_init: driver=amd_sched timeline=gfx context=7 seqno=3",
                "4 dma_fence_signaled: driver=amd_sched timeline=gfx context=7 seqno=3",
                "9 dma_fence_signaled: driver=amd_sched timeline=gfx context=8 seqno=3");
        assertThat(job.startNanos()).isEqualTo(ms(4));
    }

    @Test
    void theNewerSchedulersEventsTellTheSame() throws IOException {
        RecordedJob job = onlyJob(
                "1 drm_sched_job_queue: dev=0000:01, fence=8:3, ring=gfx, job count:1, hw job count:0",
                "3 drm_sched_job_run: dev=0000:01, fence=8:3, ring=gfx, job count:1, hw job count:1",
                "9 drm_sched_job_done: fence=8:3 signaled");
        assertThat(job.ring()).isEqualTo("gfx");
        assertThat(job.workNanos()).isEqualTo(ms(6));
    }

    @Test
    void theOlderSchedulersJobsAreToldApartThoughAddressesAreUsedAgain() throws IOException {
        String first = "entity=0xe1, id=7, fence=0xf1, ring=gfx, job count:1, hw job count:0";
        String second = "entity=0xe2, id=8, fence=0xf2, ring=gfx, job count:2, hw job count:0";
        Recording recording = read(
                "1 drm_sched_job: " + first,
                "2 drm_sched_job: " + second,
                "3 drm_run_job: " + first,
                "5 drm_sched_process_job: fence=0xf1 signaled",
                "6 drm_run_job: " + second,
                "6 drm_sched_job: " + first,
                "7 drm_sched_process_job: fence=0xf2 signaled",
                "8 drm_run_job: " + first,
                "9 drm_sched_process_job: fence=0xf1 signaled",
                "9 drm_sched_process_job: fence=0xf9 signaled");
        assertThat(recording.jobs())
                .extracting(RecordedJob::submitNanos)
                .containsExactly(ms(1), ms(2), ms(6));
        assertThat(recording.jobs())
                .extracting(RecordedJob::workNanos)
                .containsExactly(ms(2), ms(1), ms(1));
        assertThat(recording.jobs()).extracting(RecordedJob::ring).containsOnly("gfx");
        assertThat(recording.jobs())
                .extracting(job -> job.fence().context())
                .containsExactly(-1L, -3L, -1L);
        assertThat(recording.buffersAssigned()).isTrue();
        assertThat(recording.withoutSubmission()).isEqualTo(1);
    }

    @Test
    void aJobToldByAddressAndByNumberIsOneJob() throws IOException {
        String job = "entity=0xe1, id=7, fence=0xf1, ring=gfx, job count:1, hw job count:0";
        String[] told = {
            "1 dma_fence_init: driver=drm_sched timeline=gfx context=7 seqno=1",
            "1 dma_fence_init: driver=drm_sched timeline=gfx context=8 seqno=1",
            "1 drm_sched_job: " + job,
            "2 drm_run_job: " + job,
            "2 dma_fence_signaled: driver=drm_sched timeline=gfx context=7 seqno=1",
            "3 drm_sched_process_job: fence=0xf1 signaled",
            "3 dma_fence_signaled: driver=drm_sched timeline=gfx context=8 seqno=1",
        };
        assertThat(onlyJob(told).startNanos()).isEqualTo(ms(2));
        String[] numbered = Arrays.copyOf(told, told.length + 1);
        numbered[told.length] =
                "1 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=1, ring_name=g0, n=1";
        assertThat(onlyJob(numbered).fence()).isEqualTo(new FenceId(8, 1));
    }

    @Test
    void aSchedulersFenceThatABufferNamesStaysAJob() throws IOException {
        assertThat(read(
                                "1 drm_sched_job: entity=0xe1, id=7, fence=0xf1, ring=gfx, job count:1",
                                "1 dma_fence_init: driver=drm_sched timeline=gfx context=8 seqno=1",
                                "1 resv_add_fence: (x) resv=0xa ctx=8 seqno=1 usage=1")
                        .jobs())
                .hasSize(2);
    }

    @Test
    void aStartWithoutASubmissionIsNoJob() throws IOException {
        Recording recording = read(
                "3 amdgpu_sched_run_job: sched_job=1, timeline=gfx, context=8, seqno=3, ring_name=g0",
                "9 dma_fence_signaled: driver=amd_sched timeline=gfx context=8 seqno=3");
        assertThat(recording.jobs()).isEmpty();
        assertThat(recording.withoutSubmission()).isEqualTo(1);
    }

    @Test
    void aWorkWhoseEndWasLostTakesNoTime() throws IOException {
        List<RecordedJob> jobs = read(
                        "1 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=3, ring_name=g0, n=1",
                        "2 amdgpu_sched_run_job: timeline=gfx, context=8, seqno=3, ring_name=g0",
                        "3 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=4, ring_name=g0, n=1",
                        "9 dma_fence_signaled: driver=amd_sched timeline=gfx context=8 seqno=4")
                .jobs();
        assertThat(jobs.get(0).workNanos()).isZero();
        assertThat(jobs.get(1).workNanos()).isEqualTo(Recording.UNKNOWN);
    }

    @Test
    void aJobsEndIsKnownToBeLostByALaterOneOfItsRing() throws IOException {
        List<RecordedJob> jobs = read(
                        "1 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=3, ring_name=g0, n=1",
                        "2 amdgpu_cs_ioctl: timeline=gfx, context=6, seqno=9, ring_name=g0, n=1",
                        "3 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=4, ring_name=g1, n=1",
                        "9 dma_fence_signaled: driver=amd_sched timeline=gfx context=6 seqno=9")
                .jobs();
        assertThat(jobs).extracting(RecordedJob::endLost).containsExactly(true, false, false);
    }

    @Test
    void handingAFenceToItsRingIsItsSubmissionNotItsMaking() throws IOException {
        RecordedJob job = onlyJob(
                "1 dma_fence_init: driver=amd_sched timeline=gfx context=8 seqno=3",
                "2 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=3, ring_name=g0, n=1",
                "3 dma_fence_init: driver=amd_sched timeline=gfx context=8 seqno=3");
        assertThat(job.submitNanos()).isEqualTo(ms(2));
    }

    @Test
    void whereNoBufferIsNamedEachRingContextTurnsAmongThree() throws IOException {
        Recording recording = read(
                "1 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=1, ring_name=g0, n=1",
                "2 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=2, ring_name=g0, n=1",
                "3 amdgpu_cs_ioctl: timeline=gfx, context=6, seqno=1, ring_name=g0, n=1",
                "4 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=3, ring_name=g0, n=1",
                "5 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=4, ring_name=g0, n=1");
        assertThat(recording.buffersAssigned()).isTrue();
        assertThat(recording.jobs())
                .extracting(job -> job.uses().get(0).buffer())
                .containsExactly(
                        "context 8 buffer 0",
                        "context 8 buffer 1",
                        "context 6 buffer 0",
                        "context 8 buffer 2",
                        "context 8 buffer 0");
    }

    @Test
    void aBufferNamedForOneJobOfARingIsEnoughToAssignNone() throws IOException {
        Recording recording = read(
                "1 amdgpu_cs_ioctl: timeline=gfx, context=8, seqno=1, ring_name=g0, n=1",
                "2 resv_add_fence: (x) resv=0xa ctx=8 seqno=1 usage=1");
        assertThat(recording.buffersAssigned()).isFalse();
    }

    @Test
    void anUnknownUsageIsDamaged() throws IOException {
        assertThat(read(
                                "1 dma_fence_init: driver=d timeline=t context=5 seqno=1",
                                "2 resv_add_fence: (x) resv=0xa ctx=5 seqno=1 usage=4")
                        .input()
                        .damagedLines())
                .isEqualTo(1);
    }

    @Test
    void aFlipIsPreparedByItsTaskAndCarriedOutByAWorker() throws IOException {
        RecordedFlip flip = onlyFlip(
                "1 7 kms_commit: (x) nonblock=1",
                "1 7 kms_prepare_fb: (x) plane=0x1",
                "1 7 resv_get_singleton: (x) resv=0xa usage=1",
                "2 9 kms_wait_for_fences: (x)",
                "3 9 dma_fence_wait_start: driver=d timeline=t context=5 seqno=1",
                "4 9 kms_wait_for_fences_done: (x)",
                "5 9 kms_arm_vblank_event: (x) crtc=0xc0",
                "6 9 kms_hw_done: (x)",
                "7 0 " + CRTC,
                "7 0 drm_vblank_event: crtc=0, seq=4, time=6500000, high-prec=true");
        assertThat(flip.commitNanos()).isEqualTo(ms(1));
        assertThat(flip.buffers()).containsExactly("0xa");
        assertThat(flip.planes()).containsExactly("0x1");
        assertThat(flip.explicit()).isFalse();
        assertThat(flip.fences()).isEmpty();
        assertThat(flip.crtc()).isEqualTo("0xc0");
        assertThat(flip.paced()).isTrue();
        assertThat(flip.latchNanos()).isEqualTo(6_500_000);
    }

    @Test
    void anExplicitFlipWaitsForItsFenceInstead() throws IOException {
        Recording recording = read(
                "1 7 kms_commit: (x) nonblock=1",
                "1 7 kms_prepare_fb: (x) plane=0x1",
                "1 7 resv_get_singleton: (x) resv=0xa usage=0",
                "2 9 kms_wait_for_fences: (x)",
                "3 9 dma_fence_wait_start: driver=d timeline=t context=5 seqno=1",
                "4 9 kms_wait_for_fences_done: (x)",
                "5 9 dma_fence_wait_start: driver=d timeline=t context=6 seqno=1");
        RecordedFlip flip = recording.flips().get(0);
        assertThat(flip.explicit()).isTrue();
        assertThat(flip.fences()).containsExactly(new FenceId(5, 1));
        assertThat(recording.jobs())
                .as("it was there when the recording began")
                .extracting(RecordedJob::submitNanos)
                .containsExactly(ms(1));
    }

    @Test
    void aFlipArmedBehindAVblankButBeforeItsInterruptLatchesAtTheNext() throws IOException {
        RecordedFlip flip = onlyFlip(
                "1 7 kms_commit: (x) nonblock=1",
                "1 7 kms_prepare_fb: (x) plane=0x1",
                "1 7 resv_get_singleton: (x) resv=0xa usage=1",
                "2 9 kms_wait_for_fences: (x)",
                "5 9 kms_arm_vblank_event: (x) crtc=0xc0",
                "7 0 " + CRTC,
                "7 0 drm_vblank_event: crtc=0, seq=4, time=4000000, high-prec=true",
                "24 0 " + CRTC,
                "24 0 drm_vblank_event: crtc=0, seq=5, time=20000000, high-prec=true");
        assertThat(flip.latchNanos()).isEqualTo(ms(20));
    }

    @Test
    void aFlipShownAtOnceIsNotPaced() throws IOException {
        RecordedFlip flip = onlyFlip(
                "1 7 kms_commit: (x) nonblock=0",
                "1 7 kms_prepare_fb: (x) plane=0x1",
                "1 7 resv_get_singleton: (x) resv=0xa usage=1",
                "2 7 kms_wait_for_fences: (x)",
                "2 7 kms_wait_for_fences_done: (x)",
                "3 7 kms_wait_for_fences: (x)",
                "3 7 kms_wait_for_fences_done: (x)",
                "4 7 kms_send_vblank_event: (x) crtc=0xc0");
        assertThat(flip.paced()).isFalse();
        assertThat(flip.latchNanos()).isEqualTo(ms(4));
    }

    @Test
    void aRefusedCommitIsNoFlipAndTakesNoWorker() throws IOException {
        RecordedFlip flip = onlyFlip(
                "1 7 kms_commit: (x) nonblock=1",
                "1 7 kms_prepare_fb: (x) plane=0x1",
                "1 7 resv_get_singleton: (x) resv=0xa usage=1",
                "2 7 kms_commit: (x) nonblock=1",
                "3 9 kms_wait_for_fences: (x)",
                "4 9 kms_arm_vblank_event: (x) crtc=0xc0",
                "7 0 " + CRTC,
                "7 0 drm_vblank_event: crtc=0, seq=4");
        assertThat(flip.latchNanos()).isEqualTo(ms(7));
    }

    @Test
    void aFlipWhoseWorkerWasMissedDoesNotTakeTheNextOnesWorker() throws IOException {
        List<RecordedFlip> flips = read(
                        "1 7 kms_commit: (x) nonblock=1",
                        "1 7 kms_prepare_fb: (x) plane=0x1",
                        "1 7 resv_get_singleton: (x) resv=0xa usage=1",
                        "20 7 kms_commit: (x) nonblock=1",
                        "20 7 kms_prepare_fb: (x) plane=0x1",
                        "20 7 resv_get_singleton: (x) resv=0xb usage=1",
                        "21 9 kms_wait_for_fences: (x)",
                        "22 9 kms_arm_vblank_event: (x) crtc=0xc0",
                        "23 0 " + CRTC,
                        "23 0 drm_vblank_event: crtc=0, seq=4")
                .flips();
        assertThat(flips)
                .extracting(RecordedFlip::latchNanos)
                .containsExactly(Recording.UNKNOWN, ms(23));
        assertThat(flips.get(0).crtc()).as("known by its plane").isEqualTo("0xc0");
    }

    @Test
    void aQuestionAboutABufferIsNoFlip() throws IOException {
        Recording recording = read(
                "1 7 resv_get_singleton: (x) resv=0xa usage=1",
                "1 drm_vblank_event: crtc=0, seq=4");
        assertThat(recording.flips()).isEmpty();
    }

    @Test
    void twoDevicesWithADisplayZeroHaveTwoClocks() throws IOException {
        Recording recording = read(
                "1 0 " + CRTC,
                "1 0 drm_vblank_event: crtc=0, seq=4",
                "2 0 kms_handle_vblank: (x) crtc=0xc1",
                "2 0 drm_vblank_event: crtc=0, seq=4");
        assertThat(recording.clocks()).containsOnlyKeys("0xc0", "0xc1");
        assertThat(recording.vblanks()).isEqualTo(2);
    }

    @Test
    void aTimeOfAnotherClockIsNotTaken() throws IOException {
        Recording recording =
                read("1 0 drm_vblank_event: crtc=0, seq=4, time=999999999999, high-prec=true");
        assertThat(recording.clocks().get("crtc 0").nanosOf(0)).isEqualTo(ms(1));
    }

    @Test
    void moreFencesThanTheLimitAreRefused() {
        String text = IntStream.rangeClosed(0, FenceLog.FENCES_MAX)
                .mapToObj(i -> "x-1 [0] 1.0: dma_fence_signaled: context=" + i + " seqno=1")
                .collect(Collectors.joining("\n"));
        assertThatThrownBy(() -> FtraceReaderTest.read(FtraceReaderTest.bytes(text)))
                .isInstanceOf(UnreadableTraceException.class)
                .hasMessage("more than 250000 fences");
    }

    @Test
    void anInputTruncatedAnywhereIsReadOrRefused() throws IOException {
        byte[] whole = Recordings.bytes("render-to-flip-vkms");
        for (int length = 0; length < whole.length; length += 97) {
            byte[] part = Arrays.copyOf(whole, length);
            try {
                assertThat(FtraceReaderTest.read(part).input().events()).isPositive();
            } catch (UnreadableTraceException e) {
                assertThat(e).hasMessageMatching("empty|damaged gzip data|no.*");
            }
        }
    }

    @Test
    void aTextWithAnyByteFlippedIsRead() throws IOException {
        byte[] text = Recordings.text("igt-dmabuf-sync-file");
        for (int i = 0; i < text.length; i += 211) {
            byte[] flipped = text.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            RecordingInput input = FtraceReaderTest.read(flipped).input();
            assertThat(input.damagedLines()).isLessThanOrEqualTo(2);
        }
    }

    private static RecordedJob onlyJob(String... lines) throws IOException {
        List<RecordedJob> jobs = read(lines).jobs();
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    private static RecordedFlip onlyFlip(String... lines) throws IOException {
        List<RecordedFlip> flips = read(lines).flips();
        assertThat(flips).hasSize(1);
        return flips.get(0);
    }

    /** Lines {@code millis [task] event: payload}. */
    static Recording read(String... lines) throws IOException {
        String text = Arrays.stream(lines)
                .flatMap(String::lines)
                .map(RecordingTest::line)
                .collect(Collectors.joining());
        return FtraceReaderTest.read(FtraceReaderTest.bytes(text));
    }

    private static String line(String brief) {
        String[] parts = brief.split(" ", 3);
        boolean hasTask = Character.isDigit(parts[1].charAt(0));
        String task = hasTask ? parts[1] : "1";
        String event = hasTask ? parts[2] : parts[1] + " " + parts[2];
        int millis = Integer.parseInt(parts[0]);
        return String.format(Locale.ROOT, "t-%s [000] .... 0.%03d: %s\n", task, millis, event);
    }

    private static long ms(long millis) {
        return millis * 1_000_000;
    }
}
