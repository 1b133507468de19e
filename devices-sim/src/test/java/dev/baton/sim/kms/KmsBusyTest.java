package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.sim.Interrupt;
import dev.baton.sim.gpu.Gpu;
import dev.baton.sim.gpu.GpuOptions;
import dev.baton.sim.gpu.GpuWork;
import dev.baton.sim.gpu.Priority;
import dev.baton.sim.gpu.TimeoutHandler;
import dev.baton.sim.pixels.Framebuffer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;

/** IGT's kms_busy: flips to and from framebuffers that a GPU works on, or hangs on. */
class KmsBusyTest {
    private static final long RENDER = 2_400;
    private static final long TIMEOUT = 4_000;
    private static final long RESET = 200;

    private final Screens screens = new Screens();
    private final Crtc crtc = screens.display(Screens.options("crtc"));
    private final Framebuffer a = Screens.framebuffer("A");
    private final Framebuffer b = Screens.framebuffer("B");
    private final Gpu gpu = new Gpu(
            screens.loop,
            GpuOptions.named("gpu").withTimeout(TIMEOUT, RESET, TimeoutHandler.RESET),
            Interrupt.SOUND);
    private final Client context = gpu.context("app", 0, Priority.NORMAL);

    private Job render(Framebuffer framebuffer, AccessMode mode) {
        AccessSet.Builder set = AccessSet.builder();
        framebuffer.addTo(set, mode);
        GpuWork work = new GpuWork() {
            @Override
            public long durationNanos() {
                return RENDER;
            }

            @Override
            public int bands() {
                return 1;
            }

            @Override
            public void draw(int band) {}
        };
        return screens.dispatcher.submit(set.build(), context, work, JobOptions.DEFAULT);
    }

    @Test
    @Tag("kms_busy/basic")
    void aFlipToABusyFramebufferReturnsAtOnceAndLatchesOnceWhenItIsDone() {
        render(a, AccessMode.EXCLUSIVE);
        Committed committed = crtc.commit(screens.commit(Plane.primary(a)));
        assertThat(committed.outFence().isSignaled()).isFalse();
        screens.runToVblank(3);
        assertThat(screens.log).isEmpty();
        screens.runToVblank(8);
        assertThat(screens.log).containsExactly("A #3@3000");
        assertThat(committed.outFence().latchedNanos()).isEqualTo(3_000);
    }

    @Test
    @Tags({
        @Tag("kms_busy/basic-hang"),
        @Tag("kms_busy/extended-pageflip-hang-newfb"),
        @Tag("prime_vgem/fence-flip-hang")
    })
    void aHungGpuIsResetAndTheFlipToItsFramebufferLatches() {
        Job hung = render(a, AccessMode.EXCLUSIVE);
        gpu.hang(hung);
        Committed committed = crtc.commit(screens.commit(Plane.primary(a)));
        screens.runToVblank(10);
        assertThat(hung.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(screens.log).containsExactly("A #5@5000");
        assertThat(committed.job().poison()).isNotNull();
    }

    @Test
    @Tag("kms_busy/extended-pageflip-hang-oldfb")
    void aHungReaderOfTheFramebufferShownKeepsNoFlipBack() {
        crtc.submit(screens.flip(a));
        screens.runToVblank(2);
        Job hung = render(a, AccessMode.SHARED);
        gpu.hang(hung);
        crtc.submit(screens.flip(b));
        screens.runToVblank(10);
        assertThat(screens.log).containsExactly("A #1@1000", "B #2@2000");
        assertThat(hung.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(screens.draw(a).isGranted()).isTrue();
    }

    @Test
    @Tags({
        @Tag("kms_busy/extended-modeset-hang-newfb"),
        @Tag("kms_busy/extended-modeset-hang-oldfb"),
        @Tag("kms_flip/flip-vs-modeset-vs-hang")
    })
    void aDisplayIsTurnedOffWhileTheGpuHangsOnWhatItWaitsFor() {
        crtc.submit(screens.flip(a));
        screens.runToVblank(2);
        gpu.hang(render(b, AccessMode.EXCLUSIVE));
        Job waiting = crtc.submit(screens.flip(b));
        crtc.disable();
        assertThat(waiting.outcome()).isEqualTo(Outcome.CANCELLED);
        crtc.enable();
        crtc.submit(screens.flip(b));
        screens.runToVblank(10);
        assertThat(screens.log).containsExactly("A #1@1000", "B OFF", "B #6@6000");
    }

    @Test
    @Tag("prime_vgem/basic-fence-flip")
    void aFlipWaitsForTheWriterOfEitherBuffer() {
        render(a, AccessMode.EXCLUSIVE);
        crtc.submit(screens.flip(a));
        render(b, AccessMode.EXCLUSIVE);
        crtc.submit(screens.flip(b));
        screens.runToVblank(8);
        assertThat(screens.log).containsExactly("A #3@3000", "B #5@5000");
    }
}
