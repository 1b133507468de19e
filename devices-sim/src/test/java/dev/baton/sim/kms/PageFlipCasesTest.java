package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.gpu.Gpu;
import dev.baton.sim.gpu.GpuContext;
import dev.baton.sim.gpu.GpuOptions;
import dev.baton.sim.gpu.GpuWork;
import dev.baton.sim.gpu.Priority;
import dev.baton.sim.pixels.Framebuffer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The buffers that go round between GPU and display, as KDS's document draws them. */
class PageFlipCasesTest {
    private static final int FRAMES = 40;
    private static final long PERIOD = 1_000;
    private static final long RENDER_NANOS = 300;

    private final EventLoop loop =
            new EventLoop(new SeededScheduler(1), this::assertDisplayHoldsNoMoreThanItMay);
    private final Dispatcher dispatcher = new Dispatcher();
    private final GpuContext gpu = new Gpu(loop, GpuOptions.named("gpu"), Interrupt.SOUND)
            .context("gpu", 0, Priority.NORMAL);
    private final Crtc crtc = new Crtc(
            loop,
            dispatcher,
            Screens.options("crtc"),
            Interrupt.SOUND,
            (sequence, nanos, latched) -> {});

    private final List<Job> flips = new ArrayList<>();
    private final List<Long> latches = new ArrayList<>();
    private final List<Render> renders = new ArrayList<>();
    private int instantsWithTwo;

    /** A frame's rendering, and when the ring began and ended it. */
    private static final class Render implements GpuWork {
        long startNanos;
        long endNanos;

        @Override
        public long durationNanos() {
            return RENDER_NANOS;
        }

        @Override
        public int bands() {
            return 1;
        }

        @Override
        public void draw(int band) {}

        @Override
        public void completed(long start, long end) {
            startNanos = start;
            endNanos = end;
        }
    }

    /** KDS-doc, buffer publish and vsync: GPU to display to GPU, all submitted before the first. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    @Tag("K12")
    @Tag("S20")
    void k12DisplayHoldsTwoBuffersOnlyFromGrantToVblank(int count) {
        List<Framebuffer> buffers = IntStream.range(0, count)
                .mapToObj(i -> Screens.framebuffer("buffer " + i))
                .toList();
        for (int frame = 0; frame < FRAMES; frame++) {
            submit(buffers.get(frame % count));
        }

        loop.runUntil((FRAMES + 2) * PERIOD);

        assertThat(latches).hasSize(FRAMES);
        assertThat(instantsWithTwo).isPositive();
        for (int frame = count; frame < FRAMES; frame++) {
            long whenItsBufferLeftTheScreen = latches.get(frame - count + 1);
            long whenTheRingWasFree = renders.get(frame - 1).endNanos;
            assertThat(renders.get(frame).startNanos)
                    .as("frame %d", frame)
                    .isEqualTo(Math.max(whenItsBufferLeftTheScreen, whenTheRingWasFree));
        }
        assertThat(flips.subList(0, FRAMES - 1))
                .extracting(Job::outcome)
                .containsOnly(Outcome.COMPLETED);
        assertThat(flips.get(FRAMES - 1).isGranted()).isTrue();
    }

    private void submit(Framebuffer buffer) {
        Render render = new Render();
        renders.add(render);
        dispatcher.submit(
                AccessSet.exclusive(buffer.queues().get(0)), gpu, render, JobOptions.DEFAULT);
        flips.add(crtc.submit(
                new PageFlip(buffer, AccessMode.SHARED, (sequence, nanos) -> latches.add(nanos))));
    }

    /** One buffer is on the screen, and one more may wait for its vblank. */
    private void assertDisplayHoldsNoMoreThanItMay() {
        long held = flips.stream().filter(Job::isGranted).count();
        long notLatched =
                flips.stream().skip(latches.size()).filter(Job::isGranted).count();
        assertThat(notLatched).isLessThanOrEqualTo(1);
        assertThat(held - notLatched).isEqualTo(latches.isEmpty() ? 0 : 1);
        instantsWithTwo += held == 2 ? 1 : 0;
    }
}
