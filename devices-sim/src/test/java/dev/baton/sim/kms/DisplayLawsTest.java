package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.RefusedException;
import dev.baton.event.EventHash;
import dev.baton.event.EventStream;
import dev.baton.fence.FenceSource;
import dev.baton.law.Laws;
import dev.baton.sim.EventLoop;
import dev.baton.sim.Interrupt;
import dev.baton.sim.SeededScheduler;
import dev.baton.sim.pixels.Framebuffer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Whatever is asked of a display, in whatever order: the laws hold and everything ends. */
class DisplayLawsTest {
    private static final int SEEDS = 20;
    private static final int STEPS = 300;
    private static final FlipListener DEAF = (sequence, nanos) -> {};

    @ParameterizedTest
    @EnumSource
    void lawsHoldAndEverythingEnds(Presentation presentation) {
        for (int seed = 0; seed < SEEDS; seed++) {
            String hash = new Run(presentation, seed).run();
            assertThat(new Run(presentation, seed).run()).as("seed %d", seed).isEqualTo(hash);
        }
    }

    private static final class Run {
        private final int seed;
        private final Laws laws = Laws.all();
        private final EventHash hash = new EventHash();
        private final EventLoop loop;
        private final Dispatcher dispatcher;
        private final Crtc crtc;
        private final List<Job> jobs = new ArrayList<>();
        private final List<Framebuffer> framebuffers = IntStream.range(0, 4)
                .mapToObj(i -> Screens.framebuffer("fb " + i))
                .toList();

        Run(Presentation presentation, int seed) {
            this.seed = seed;
            loop = new EventLoop(new SeededScheduler(seed), laws::quiescent);
            EventStream events = new EventStream(loop::nowNanos, event -> {
                laws.on(event);
                hash.on(event);
            });
            dispatcher = new Dispatcher(events, loop.timers("engine"));
            crtc = new Crtc(
                    loop,
                    dispatcher,
                    Screens.options("crtc").presentation(presentation),
                    Interrupt.SOUND,
                    (sequence, nanos, latched) -> {});
        }

        String run() {
            for (int i = 0; i < STEPS; i++) {
                loop.at(i * 150L, "step", this::step);
            }
            loop.runUntil(STEPS * 150L + 1);
            crtc.reset();
            crtc.enable();
            loop.runUntil(STEPS * 150L + 5_000);
            crtc.disable();
            loop.runUntil(STEPS * 150L + 9_000);
            laws.end();
            assertThat(laws.violations()).as("seed %d", seed).isEmpty();
            assertThat(jobs).as("seed %d", seed).allMatch(job -> job.outcome() != null);
            return hash.hex();
        }

        private void step() {
            Framebuffer framebuffer = framebuffers.get((int) loop.nextNumber(4));
            try {
                switch ((int) loop.nextNumber(12)) {
                    case 0 -> crtc.disable();
                    case 1 -> crtc.hang();
                    case 2, 3 -> {
                        crtc.reset();
                        crtc.enable();
                    }
                    case 4, 5, 6 -> draw(framebuffer);
                    case 7 -> explicit(framebuffer);
                    case 8 ->
                        jobs.add(crtc.submit(
                                new PageFlip(framebuffer, AccessMode.SHARED, DEAF),
                                JobOptions.DEFAULT.expiry(loop.nowNanos() + 700)));
                    default ->
                        jobs.add(crtc.submit(new PageFlip(framebuffer, AccessMode.SHARED, DEAF)));
                }
            } catch (CommitException | RefusedException e) {
                assertThat(e).hasMessageMatching(".+");
            }
        }

        private void draw(Framebuffer framebuffer) {
            AccessSet.Builder set = AccessSet.builder();
            framebuffer.addTo(set, AccessMode.EXCLUSIVE);
            jobs.add(dispatcher.submit(
                    set.build(), job -> loop.after(loop.nextNumber(900), "drawn", job::release)));
        }

        private void explicit(Framebuffer framebuffer) {
            FenceSource source = new FenceSource("in-fence");
            loop.after(loop.nextNumber(1_500), "signal", source::signal);
            Plane plane = Plane.primary(framebuffer).withInFence(source.fence());
            jobs.add(crtc.commit(AtomicCommit.of(DEAF, plane)).job());
        }
    }
}
