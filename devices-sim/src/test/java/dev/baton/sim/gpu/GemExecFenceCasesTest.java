package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Gate;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.fence.Fence;
import dev.baton.fence.SyncFile;
import dev.baton.fence.Timeline;
import dev.baton.sim.gpu.Bench.Noted;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** IGT's {@code gem_exec_fence.c}: explicit fences of GPU jobs, beside the queues. */
class GemExecFenceCasesTest {
    private static final int RINGS = 3;
    private static final long HANG_NANOS = 1_000;

    private final Bench bench = new Bench(GpuOptions.named("gpu")
            .withRings(RINGS, 4)
            .withTimeout(HANG_NANOS, 10, TimeoutHandler.RESET));
    private final List<GpuContext> engines = new ArrayList<>();

    @BeforeEach
    void openContexts() {
        for (int ring = 0; ring < RINGS; ring++) {
            engines.add(bench.gpu.context("engine " + ring, ring, Priority.NORMAL));
        }
    }

    /** A job of its own buffer, with an out-fence, behind explicit fences. */
    private Job submit(int engine, GpuWork work, Fence... after) {
        JobOptions options = JobOptions.DEFAULT.withOutFence();
        for (Fence fence : after) {
            options = options.gate(Gate.beforePlacing(fence));
        }
        SyncQueue own = new SyncQueue("job " + bench.jobs.size());
        return bench.submit(engines.get(engine), work, own, options);
    }

    private Job spin(int engine) {
        return submit(engine, new Noted(bench, "spin", GpuWork.UNTIMED, 1));
    }

    private Job store(int engine, Fence... after) {
        return submit(engine, new Noted(bench, "store", 10, 1), after);
    }

    private void assertNothingStored() {
        assertThat(bench.log).noneMatch(line -> line.startsWith("store"));
    }

    @Test
    @Tag("gem_exec_fence/basic-busy")
    @Tag("gem_exec_fence/basic-wait")
    @Tag("gem_exec_fence/syncobj-signal")
    @Tag("gem_exec_fence/syncobj-export")
    void anOutFenceIsBusyUntilItsJobHasEnded() {
        for (int engine = 0; engine < RINGS; engine++) {
            Fence fence = spin(engine).outFence();
            bench.loop.runUntil(bench.loop.nowNanos() + HANG_NANOS / 2);
            assertThat(fence.isSignaled()).isFalse();
            bench.gpu.advance(engine, 1);
            assertThat(fence.isSignaled()).isTrue();
            assertThat(fence.error()).isNull();
        }
        bench.endWell();
    }

    @Test
    @Tag("gem_exec_fence/basic-busy-all")
    @Tag("gem_exec_fence/basic-wait-all")
    void aMergeIsBusyUntilTheLastOfItsJobsHasEnded() {
        SyncFile all = SyncFile.merge(spin(0).outFence(), spin(1).outFence(), spin(2).outFence());
        for (int engine = 0; engine < RINGS; engine++) {
            assertThat(all.isSignaled()).isFalse();
            bench.gpu.advance(engine, 1);
        }
        assertThat(all.isSignaled()).isTrue();
        bench.endWell();
    }

    @Test
    @Tag("gem_exec_fence/busy-hang")
    @Tag("gem_exec_fence/wait-hang")
    @Tag("gem_exec_fence/busy-hang-all")
    @Tag("gem_exec_fence/wait-hang-all")
    void theFenceOfAHungJobSignalsWithItsError() {
        Fence alone = spin(0).outFence();
        SyncFile all = SyncFile.merge(alone, store(1).outFence());
        bench.loop.runUntil(HANG_NANOS - 1);
        assertThat(alone.isSignaled()).isFalse();
        bench.end();
        assertThat(alone.error()).isInstanceOf(GpuHangException.class);
        assertThat(all.error()).isInstanceOf(GpuHangException.class);
    }

    @Test
    @Tag("gem_exec_fence/basic-await")
    @Tag("gem_exec_fence/nb-await")
    @Tag("gem_exec_fence/syncobj-wait")
    @Tag("gem_exec_fence/syncobj-import")
    @Tag("gem_exec_fence/syncobj-timeline-multiple-ext-nodes")
    void jobsOnEveryRingWaitForTheFenceThoughSubmitReturnedAtOnce() {
        Fence fence = spin(0).outFence();
        Fence other = spin(1).outFence();
        for (int engine = 0; engine < RINGS; engine++) {
            store(engine, fence, other);
        }
        bench.loop.runUntil(HANG_NANOS / 2);
        bench.gpu.advance(1, 1);
        bench.loop.runUntil(HANG_NANOS / 2 + 100);
        assertNothingStored();
        bench.gpu.advance(0, 1);
        bench.endWell();
        assertThat(bench.log).filteredOn("store begins@600"::equals).hasSize(RINGS);
    }

    @Test
    @Tag("gem_exec_fence/await-hang")
    @Tag("gem_exec_fence/nb-await-hang")
    void jobsBehindTheFenceOfAHungJobRunWhenItIsOver() {
        Fence fence = spin(0).outFence();
        for (int engine = 0; engine < RINGS; engine++) {
            store(engine, fence);
        }
        bench.loop.runUntil(HANG_NANOS - 1);
        assertNothingStored();
        bench.end();
        assertThat(bench.jobs.subList(1, 1 + RINGS))
                .extracting(Job::outcome)
                .containsOnly(Outcome.COMPLETED);
    }

    @Test
    @Tag("gem_exec_fence/keep-in-fence")
    void anInFenceIsNotReplacedByAnOutFence() {
        Fence in = spin(0).outFence();
        Job behind = store(1, in);
        assertThat(behind.options().gates()).extracting(Gate::fence).containsExactly(in);
        assertThat(behind.outFence()).isNotSameAs(in);
        bench.gpu.advance(0, 1);
        assertThat(in.isSignaled()).isTrue();
        assertThat(behind.outFence().isSignaled()).isFalse();
        bench.endWell();
    }

    @Test
    @Tag("gem_exec_fence/syncobj-repeat")
    void aChainInWhichEachWaitsForAndReplacesTheFenceRunsInOrder() {
        Fence last = spin(0).outFence();
        for (int i = 0; i < 8; i++) {
            last = store(i % RINGS, last).outFence();
        }
        bench.gpu.advance(0, 1);
        bench.endWell();
        assertThat(bench.loop.nowNanos()).isGreaterThanOrEqualTo(80);
        assertThat(bench.log.get(bench.log.size() - 1)).isEqualTo("store 70-80");
    }

    @Test
    @Tag("gem_exec_fence/long-history")
    @Tag("gem_exec_fence/expired-history")
    void aLongHistoryOfFencesKeepsOnlyWhatIsPending() {
        SyncFile history = SyncFile.merge();
        for (int i = 0; i < 300; i++) {
            Fence fence = store(i % RINGS, i == 0 ? new Fence[0] : new Fence[] {history})
                    .outFence();
            history = SyncFile.merge(history, fence);
            bench.loop.runUntil(bench.loop.nowNanos() + 5);
        }
        assertThat(history.members()).hasSizeLessThan(200);
        bench.endWell();
        assertThat(SyncFile.merge(history).activeCount()).isZero();
    }

    @Test
    @Tag("gem_exec_fence/syncobj-timeline-signal")
    @Tag("gem_exec_fence/syncobj-timeline-export")
    @Tag("gem_exec_fence/syncobj-timeline-wait")
    @Tag("gem_exec_fence/syncobj-timeline-repeat")
    void aPointOfATimelineIsReachedByAJobAndWaitedForByAnother() {
        Timeline timeline = new Timeline("t");
        timeline.submit(1, spin(0).outFence());
        timeline.submit(2, store(1, timeline.point(1)).outFence());
        timeline.submit(3, store(1, timeline.point(2)).outFence());
        Fence exported = timeline.point(3);
        bench.loop.runUntil(HANG_NANOS / 2);
        assertNothingStored();
        assertThat(timeline.value()).isZero();
        bench.gpu.advance(0, 1);
        assertThat(timeline.value()).isEqualTo(1);
        bench.endWell();
        assertThat(exported.isSignaled()).isTrue();
        timeline.close();
    }

    @Test
    @Tag("gem_exec_fence/syncobj-timeline-chain-engines")
    void aChainOverRingsByTimelinesComputesWhatItsOrderSays() {
        List<Timeline> timelines = new ArrayList<>();
        for (int engine = 0; engine < RINGS; engine++) {
            timelines.add(new Timeline("engine " + engine));
        }
        long[] counters = {0, 0, 1};
        Fence before = spin(0).outFence();
        for (int step = 0; step < 10 * RINGS; step++) {
            int engine = step % RINGS;
            Job job = submit(engine, new Add(counters, engine, 1 + step % 4), before);
            timelines.get(engine).submit(step / RINGS + 1, job.outFence());
            before = timelines.get(engine).point(step / RINGS + 1);
        }
        bench.gpu.advance(0, 1);
        bench.endWell();
        assertThat(counters[RINGS - 1]).as("the 31st Fibonacci number").isEqualTo(1_346_269);
        timelines.forEach(Timeline::close);
    }

    /** A counter becomes the sum of the two before it. */
    private record Add(long[] counters, int at, long durationNanos) implements GpuWork {
        @Override
        public int bands() {
            return 1;
        }

        @Override
        public void draw(int band) {
            counters[at] = counters[(at + RINGS - 1) % RINGS] + counters[(at + RINGS - 2) % RINGS];
        }
    }
}
