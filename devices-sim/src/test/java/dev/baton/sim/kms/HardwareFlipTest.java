package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.HardwareClient;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.Interrupt;
import dev.baton.sim.PostingLoop;
import dev.baton.sim.Semaphore;
import dev.baton.sim.pixels.Framebuffer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Flips in the hands of a display that waits for other hardware by itself (S12). */
@Tag("S12")
class HardwareFlipTest {
    private record Ring(HardwareDomain<Semaphore> domain, List<Semaphore> own)
            implements HardwareClient<Semaphore> {
        Ring(HardwareDomain<Semaphore> domain) {
            this(domain, new ArrayList<>());
        }

        @Override
        public Semaphore handOver(Job job, List<Semaphore> waits) {
            own.add(new Semaphore(domain, job, waits));
            return own.get(own.size() - 1);
        }
    }

    private final Screens screens = new Screens();
    private final HardwareDomain<Semaphore> domain = new HardwareDomain<>("soc");
    private final Framebuffer a = Screens.framebuffer("A");
    private final SyncQueue texture = new SyncQueue("texture");

    /** As on threads: the hand-over is on its way to the display's loop. */
    @Test
    void flipThatTheDisplayDoesNotKnowItHasYetEndsAsThatIsTurnedOff() {
        Crtc crtc = new Crtc(
                new PostingLoop(screens.loop),
                screens.dispatcher,
                Screens.options("crtc"),
                Interrupt.SOUND,
                (sequence, nanos, latched) -> {});
        crtc.joins(domain);
        Job upload = screens.dispatcher.submit(AccessSet.exclusive(texture), Screens.KEEPS);
        AccessSet draws = AccessSet.exclusive(texture, a.queues().get(0));
        Job drawing = screens.dispatcher.submit(draws, new Ring(domain), null, JobOptions.DEFAULT);
        Job flip = crtc.submit(screens.flip(a));
        screens.loop.runUntil(10);

        upload.release();
        assertThat(flip.isGranted()).isFalse();
        crtc.disable();

        assertThat(flip.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(screens.log).containsExactly("A OFF");
        drawing.release();
        screens.loop.runUntil(5_000);
    }

    /** On threads the interrupt of a vblank is handled when the display's thread gets to it. */
    @Test
    void pictureThatIsDoneAfterAVblankIsNotShownAtItHoweverLateThatIsHandled() {
        Crtc crtc = screens.display(Screens.options("crtc"));
        crtc.joins(domain);
        Ring ring = new Ring(domain);
        screens.dispatcher.submit(AccessSet.exclusive(texture), ring, null, JobOptions.DEFAULT);
        AccessSet draws = AccessSet.exclusive(texture, a.queues().get(0));
        screens.dispatcher.submit(draws, ring, null, JobOptions.DEFAULT);
        crtc.submit(screens.flip(a));
        screens.at(Screens.PERIOD - 10, () -> {
            screens.loop.stall(20);
            ring.own.forEach(Semaphore::pass);
        });

        screens.loop.runUntil(3 * Screens.PERIOD);

        assertThat(screens.log).containsExactly("A #2@" + 2 * Screens.PERIOD);
    }
}
