package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.sim.pixels.Drawing;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Dead GPUs, and those that come back. */
class ZombieGpuTest {
    private static final int WHITE = 0xFFFFFFFF;

    private final Bench bench =
            new Bench(GpuOptions.named("gpu").withTimeout(100, 50, TimeoutHandler.RESET));
    private final GpuContext context = bench.context("victim");
    private final Framebuffer picture = Framebuffer.of(
            PixelFormat.XR24,
            8,
            8,
            new SystemHeap().allocate("picture", Framebuffer.bytesFor(PixelFormat.XR24, 8, 8)));

    private Job submit(GpuContext to) {
        AccessSet.Builder set = AccessSet.builder();
        picture.addTo(set, AccessMode.EXCLUSIVE);
        Render.Paint paint = (none, target, rows) -> new Drawing().fill(target, rows, WHITE);
        GpuWork render = new Render(bench.gpu.port(), new Render.Pass(paint, null, picture), 80, 8);
        return bench.dispatcher.submit(set.build(), to, render, JobOptions.DEFAULT);
    }

    private int whiteRows() {
        int rows = 0;
        try (CpuMapping seen = picture.handles().get(0).map(CpuMapping.Access.READ_ONLY)) {
            for (int row = 0; row < 8; row++) {
                rows += seen.getByte(row * picture.planes().get(0).pitch()) == -1 ? 1 : 0;
            }
        }
        return rows;
    }

    @Test
    void theDeadCompleteNothingAndLookAfterNothing() {
        Job running = submit(context);
        bench.loop.runUntil(30);
        bench.gpu.kill();
        Job queued = bench.submit(context, "never", 10);
        bench.loop.runUntil(10_000);
        assertThat(running.isGranted()).isTrue();
        assertThat(queued.isGranted()).isTrue();
        assertThat(whiteRows()).isEqualTo(3);
        bench.close(context);
        assertThat(running.outcome()).isEqualTo(Outcome.ABANDONED);
        bench.end();
    }

    @Test
    @Tag("S16")
    @Tag("B12")
    void whatAZombieStillWritesIsRefusedAndCountedAndItsCompletionIsLate() {
        Job running = submit(context);
        Job queued = submit(context);
        bench.loop.runUntil(30);
        bench.gpu.kill();
        bench.close(context);
        assertThat(running.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(queued.outcome()).isEqualTo(Outcome.CANCELLED);

        bench.gpu.revive();
        bench.loop.runUntil(1_000);
        assertThat(whiteRows()).isEqualTo(3);
        assertThat(bench.gpu.tally.lateWrites).isEqualTo(5);
        assertThat(bench.gpu.tally.lateCompletions).isEqualTo(1);
        assertThat(bench.dispatcher.lateReleases()).isEqualTo(1);

        submit(bench.context("healthy"));
        bench.end();
        assertThat(whiteRows()).isEqualTo(8);
        assertThat(bench.gpu.tally.lateWrites).isEqualTo(5);
    }

    @Test
    void aZombiesJobThatIsFoundToHangIsNotBegunForEver() {
        Job running = bench.submit(context, "long", 400);
        bench.loop.runUntil(30);
        bench.gpu.kill();
        bench.close(context);
        bench.gpu.revive();
        Job innocent = bench.submit(bench.context("innocent"), "short", 10);
        bench.loop.runUntil(10_000);
        assertThat(running.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(bench.gpu.tally.hangs).isEqualTo(1);
        assertThat(innocent.outcome()).isEqualTo(Outcome.COMPLETED);
        bench.end();
    }

    @Test
    void aZombieWhoseJobsNobodyTookGoesOn() {
        Job running = submit(context);
        Job queued = submit(context);
        bench.loop.runUntil(30);
        bench.gpu.kill();
        bench.loop.runUntil(500);
        bench.gpu.revive();
        bench.end();
        assertThat(running.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(queued.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(bench.gpu.tally.lateWrites).isZero();
    }
}
