package dev.baton.sim.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.heap.SystemHeap;
import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.sim.pixels.Drawing;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class RenderTest {
    private static final int GREY = 0xFF808080;
    private static final int SIDE = 32;

    private final Bench bench =
            new Bench(GpuOptions.named("gpu").withTimeout(1_000, 50, TimeoutHandler.RESET));
    private final GpuContext context = bench.context("c");
    private final Drawing drawing = new Drawing();
    private final Render.Paint grey = (none, to, rows) -> drawing.fill(to, rows, GREY);
    private final Framebuffer first = picture(PixelFormat.XR24);
    private final Framebuffer second = picture(PixelFormat.XR24);
    private final Framebuffer video = picture(PixelFormat.NV12);

    private static Framebuffer picture(PixelFormat format) {
        return Framebuffer.of(
                format,
                SIDE,
                SIDE,
                new SystemHeap().allocate(format.name(), Framebuffer.bytesFor(format, SIDE, SIDE)));
    }

    private Job submit(Render.Paint paint, @Nullable Framebuffer from, Framebuffer to) {
        AccessSet.Builder set = AccessSet.builder();
        if (from != null) {
            from.addTo(set, AccessMode.SHARED);
        }
        to.addTo(set, AccessMode.EXCLUSIVE);
        GpuWork work = new Render(bench.gpu.port(), new Render.Pass(paint, from, to), 100, 4);
        Job job = bench.dispatcher.submit(set.build(), context, work, JobOptions.DEFAULT);
        bench.jobs.add(job);
        return job;
    }

    private static byte[] bytes(Framebuffer picture, int plane, int row) {
        byte[] bytes = new byte[picture.format().rowBytes(plane, SIDE)];
        Framebuffer.Plane at = picture.planes().get(plane);
        try (CpuMapping seen = at.handle().map(CpuMapping.Access.READ_ONLY)) {
            seen.get(at.offset() + (long) row * at.pitch(), bytes);
        }
        return bytes;
    }

    @Test
    void aChainOfRendersLeavesInEachPictureWhatItSays() {
        FrameStamp stamp = new FrameStamp(PixelFormat.XR24, SIDE);
        submit((none, to, rows) -> stamp.draw(to, rows, 7), null, first);
        submit(drawing::blit, first, second);
        submit(grey, null, first);
        submit(drawing::convert, first, video);
        submit(drawing::blur, second, first);
        bench.endWell();
        assertThat(stamp.numberOf(bytes(second, 0, SIDE - 1), 0)).isEqualTo(7);
        assertThat(bytes(video, 0, 5)).containsOnly(0x80);
        assertThat(bytes(video, 1, 5)).containsOnly(0x80);
        assertThat(bytes(first, 0, 9)).isNotEqualTo(bytes(second, 0, 9));
    }

    @Test
    void halfDoneWorkShows() {
        submit(grey, null, first);
        bench.loop.runUntil(60);
        assertThat(bytes(first, 0, SIDE / 2 - 1)).contains(0x80);
        assertThat(bytes(first, 0, SIDE / 2)).containsOnly(0);
        bench.endWell();
    }

    @Test
    @Tag("S16")
    void aReaderOnAnotherRingOutlivesTheOneTakenByItsWatchdog() {
        Bench two = new Bench(GpuOptions.named("gpu").withRings(2, 1));
        Render.Paint paint = drawing::blit;
        List<Job> jobs = new ArrayList<>();
        for (Framebuffer to : List.of(second, picture(PixelFormat.XR24))) {
            AccessSet.Builder set = AccessSet.builder();
            first.addTo(set, AccessMode.SHARED);
            to.addTo(set, AccessMode.EXCLUSIVE);
            GpuWork work = new Render(two.gpu.port(), new Render.Pass(paint, first, to), 400, 4);
            GpuContext on = two.gpu.context("c", jobs.size(), Priority.NORMAL);
            JobOptions hold = JobOptions.DEFAULT.hold(Duration.ofNanos(150));
            jobs.add(two.dispatcher.submit(set.build(), on, work, hold));
        }
        two.gpu.hang(jobs.get(0));
        two.end();
        assertThat(jobs)
                .extracting(Job::outcome)
                .containsExactly(Outcome.TIMED_OUT, Outcome.COMPLETED);
    }

    @Test
    void aRenderThatAResetInterruptedIsDoneAgain() {
        submit(grey, null, first);
        bench.loop.runUntil(60);
        bench.gpu.reset();
        bench.endWell();
        assertThat(bytes(first, 0, SIDE - 1)).contains(0x80);
    }

    @Test
    @Tag("S16")
    @Tag("B12")
    void aPictureThatWasTakenIsOutOfReachBeforeItIsHandedOn() {
        Job taken = submit(grey, null, first);
        bench.loop.runUntil(60);
        bench.close(context);
        assertThat(taken.outcome()).isEqualTo(Outcome.ABANDONED);
        bench.end();
        assertThat(bytes(first, 0, SIDE / 2)).containsOnly(0);
        assertThat(bench.gpu.tally.lateWrites).isZero();
    }

    @Test
    void aPictureThatTheGpuCannotReachFailsTheJob() {
        first.close();
        Job job = bench.dispatcher.submit(
                AccessSet.empty(),
                context,
                new Render(bench.gpu.port(), new Render.Pass(grey, null, first), 100, 4),
                JobOptions.DEFAULT);
        bench.end();
        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(job.cause()).isInstanceOf(BufferException.Closed.class);
    }
}
