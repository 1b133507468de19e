package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.Direction;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.Gate;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.fence.Timeline;
import dev.baton.sim.gpu.Bench.Noted;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;

/** IGT's {@code amd_deadlock.c}: whatever a job does to the GPU, the next good one works. */
class AmdDeadlockCasesTest {
    private final Bench bench =
            new Bench(GpuOptions.named("gpu").withTimeout(100, 50, TimeoutHandler.RESET));
    private final GpuContext context = bench.context("c");

    private void assertTheNextWorks() {
        Job good = bench.submit(context, "good", 10);
        bench.end();
        assertThat(good.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    /** There, jobs wait in the ring for memory that another is to write; here, for a fence. */
    @Test
    @Tag("amd_deadlock/amdgpu-deadlock-gfx")
    @Tag("amd_deadlock/amdgpu-deadlock-compute")
    @Tag("amd_deadlock/amdgpu-deadlock-sdma")
    void aRingFloodedWithJobsThatWaitIsNotHeldUpByThem() {
        try (Timeline never = new Timeline("never")) {
            JobOptions waits = JobOptions.DEFAULT.gate(
                    Gate.holdingPlace(never.promise(1), Duration.ofNanos(300)));
            for (int i = 0; i < 1_000; i++) {
                bench.submit(context, new Noted(bench, "x", 10, 1), new SyncQueue("x" + i), waits);
            }
            Job good = bench.submit(context, "good", 10);
            bench.loop.runUntil(10);
            assertThat(good.outcome()).isEqualTo(Outcome.COMPLETED);
            bench.end();
            assertThat(bench.jobs.subList(0, 1_000))
                    .extracting(Job::outcome)
                    .containsOnly(Outcome.TIMED_OUT);
        }
    }

    @Test
    @Tag("amd_deadlock/amdgpu-deadlock-sdma-corrupted-header-test")
    @Tag("amd_deadlock/amdgpu-gfx-illegal-reg-access")
    void aJobThatHangsTheRingIsGuiltyAlone() {
        Job bad = bench.submit(context, "bad", 10);
        Job behind = bench.submit(context, "behind", 10);
        bench.gpu.hang(bad);
        assertTheNextWorks();
        assertThat(bad.cause()).isInstanceOf(GpuHangException.class);
        assertThat(behind.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    @Tag("amd_deadlock/amdgpu-gfx-illegal-mem-access")
    void anAccessOutsideOfTheBufferFailsItsJobAlone() {
        BufferHandle handle = new SystemHeap().allocate("small", SharedBuffer.PAGE_SIZE);
        Job bad =
                bench.submit(context, new Stray(bench.gpu, handle), SyncQueue.of(handle.buffer()));
        assertTheNextWorks();
        assertThat(bad.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bad.cause()).isInstanceOf(BufferException.OutOfRange.class);
    }

    @Test
    @Tag("amd_deadlock/amdgpu-deadlock-sdma-slow-linear-copy")
    void aCopyThatTakesLongWithoutProgressIsEndedAndWithProgressIsNot() {
        Job stuck = bench.submit(context, new Noted(bench, "x", 1_000, 1), new SyncQueue("x"));
        Job slow = bench.submit(context, new Noted(bench, "y", 1_000, 20), new SyncQueue("y"));
        assertTheNextWorks();
        assertThat(stuck.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(slow.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    /** Writes behind the end of a buffer. */
    private static final class Stray implements GpuWork {
        private final Gpu gpu;
        private final BufferHandle handle;
        private CpuMapping bytes;

        Stray(Gpu gpu, BufferHandle handle) {
            this.gpu = gpu;
            this.handle = handle;
        }

        @Override
        public long durationNanos() {
            return 10;
        }

        @Override
        public int bands() {
            return 1;
        }

        @Override
        public void started(Job job) {
            bytes = gpu.port().begin(job, handle, Direction.FROM_DEVICE).bytes();
        }

        @Override
        public void draw(int band) {
            bytes.putByte(SharedBuffer.PAGE_SIZE, (byte) 1);
        }
    }
}
