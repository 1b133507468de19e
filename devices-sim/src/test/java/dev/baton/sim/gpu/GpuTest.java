package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.SeededScheduler;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class GpuTest {
    private final EventLoop loop = new EventLoop(new SeededScheduler(1));
    private final Dispatcher dispatcher = new Dispatcher();
    private final GpuContext gpu = new Gpu(loop, GpuOptions.named("gpu"), Interrupt.SOUND)
            .context("gpu", 0, Priority.NORMAL);
    private final List<String> log = new ArrayList<>();

    private record Draw(
            String name, long durationNanos, int bands, EventLoop loop, List<String> log)
            implements GpuWork {
        @Override
        public void draw(int band) {
            log.add(name + band + "@" + loop.nowNanos());
        }

        @Override
        public void completed(long startNanos, long endNanos) {
            log.add(name + " " + startNanos + "-" + endNanos);
        }
    }

    private Job submit(AccessSet set, String name, long nanos, int bands) {
        return dispatcher.submit(
                set, gpu, new Draw(name, nanos, bands, loop, log), JobOptions.DEFAULT);
    }

    @Test
    void aJobDrawsItsBandsWhileItRunsAndThenReleases() {
        Job job = submit(AccessSet.exclusive(new SyncQueue("a")), "x", 100, 4);
        loop.runUntil(99);
        assertThat(log).containsExactly("x0@25", "x1@50", "x2@75");
        assertThat(job.isGranted()).isTrue();
        loop.run();
        assertThat(log).endsWith("x3@100", "x 0-100");
        assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void theRingWorksOnOneJobAtATimeInTheOrderOfGrants() {
        submit(AccessSet.exclusive(new SyncQueue("a")), "x", 10, 1);
        submit(AccessSet.exclusive(new SyncQueue("b")), "y", 10, 1);
        submit(AccessSet.exclusive(new SyncQueue("c")), "z", 10, 1);
        loop.run();
        assertThat(log).containsExactly("x0@10", "x 0-10", "y0@20", "y 10-20", "z0@30", "z 20-30");
    }

    @Test
    void aJobBehindAnotherInItsQueueFollowsIt() {
        SyncQueue shared = new SyncQueue("a");
        submit(AccessSet.exclusive(shared), "x", 10, 1);
        submit(AccessSet.exclusive(shared), "y", 10, 1);
        loop.run();
        assertThat(log).containsExactly("x0@10", "x 0-10", "y0@20", "y 10-20");
    }

    @Test
    void aJobWithoutWorkFailsAlone() {
        SyncQueue queue = new SyncQueue("a");
        Job bad = dispatcher.submit(AccessSet.exclusive(queue), gpu);
        submit(AccessSet.exclusive(queue), "x", 10, 1);
        loop.run();
        assertThat(bad.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(bad.cause()).hasMessageContaining("no GpuWork");
        assertThat(log).containsExactly("x0@10", "x 0-10");
    }
}
