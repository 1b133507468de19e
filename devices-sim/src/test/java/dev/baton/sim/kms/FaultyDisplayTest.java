package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.Device;
import dev.baton.engine.Client;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.Interrupt;
import dev.baton.sim.pixels.Framebuffer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class FaultyDisplayTest {
    private final Screens screens = new Screens();
    private final Framebuffer a = Screens.framebuffer("A");
    private final Framebuffer b = Screens.framebuffer("B");

    @Test
    void aLostCompletionIsFoundAfterTenVblanks() {
        AtomicInteger done = new AtomicInteger();
        Crtc crtc = screens.display(Screens.options("crtc"), (job, error) -> {
            if (done.getAndIncrement() > 0) {
                Interrupt.SOUND.done(job, error);
            }
        });
        Job first = crtc.submit(screens.flip(a));
        crtc.submit(screens.flip(b));
        Job drawing = screens.draw(a);
        screens.runToVblank(12);
        assertThat(first.outcome()).isNull();
        assertThat(screens.log).containsExactly("A #1@1000", "B #2@2000");
        crtc.submit(screens.flip(b));
        screens.runToVblank(13);
        assertThat(screens.log).contains("flip_done timed out #12");
        assertThat(first.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(drawing.isGranted()).isTrue();
    }

    @Test
    void offEndsEvenWhatWasLost() {
        Crtc crtc = screens.display(Screens.options("crtc"), (job, error) -> {});
        Job first = crtc.submit(screens.flip(a));
        Job second = crtc.submit(screens.flip(b));
        screens.runToVblank(3);
        crtc.disable();
        assertThat(first.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(second.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aCompletionToldTwiceEndsNothingElse() {
        Crtc crtc = screens.display(Screens.options("crtc"), (job, error) -> {
            Interrupt.SOUND.done(job, error);
            Interrupt.SOUND.done(job, error);
        });
        for (int i = 0; i < 4; i++) {
            crtc.submit(screens.flip(i % 2 == 0 ? a : b));
        }
        screens.runToVblank(6);
        assertThat(screens.log).hasSize(4);
        assertThat(screens.dispatcher.lateReleases()).isEqualTo(3);
    }

    @Test
    void whileItHangsNothingLatchesAndThenItGoesOn() {
        Crtc crtc = screens.display(Screens.options("crtc"));
        crtc.submit(screens.flip(a));
        screens.runToVblank(2);
        crtc.hang();
        crtc.submit(screens.flip(b));
        screens.runToVblank(7);
        assertThat(screens.log).containsExactly("A #1@1000");
        crtc.reset();
        crtc.reset();
        screens.runToVblank(9);
        assertThat(screens.log).containsExactly("A #1@1000", "B #7@7000");
        assertThat(screens.vblanks).containsExactly("#1@1000", "#7@7000", "#8@8000");
    }

    @Test
    @Tag("S13")
    void aKilledDisplaysJobsAreAbandonedAndAsAZombieItDoesNoHarm() {
        Crtc crtc = screens.display(Screens.options("crtc"));
        Client client = crtc.interpose(same -> same);
        Job shown = crtc.submit(screens.flip(a));
        screens.runToVblank(2);
        Job pending = crtc.submit(screens.flip(b));
        Job waiting = crtc.submit(screens.flip(a));
        crtc.kill();
        screens.dispatcher.close(client, Duration.ofNanos(1));
        assertThat(shown.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(pending.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(waiting.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(screens.draw(a).isGranted()).isTrue();
        crtc.reset();
        screens.runToVblank(5);
        crtc.close();
        assertThat(screens.log).containsExactly("A #1@1000");
    }

    @Test
    void aHungDisplayWhoseClientWasClosedShowsBlackAndReleasesTooLate() {
        Crtc crtc = screens.display(Screens.options("crtc").bands(1));
        Client client = crtc.interpose(same -> same);
        crtc.submit(screens.flip(a));
        screens.runToVblank(2);
        crtc.submit(screens.flip(b));
        crtc.submit(screens.flip(a));
        crtc.hang();
        screens.dispatcher.close(client, Duration.ofNanos(1));
        crtc.reset();
        screens.runToVblank(4);
        crtc.close();
        assertThat(screens.log).containsExactly("A #1@1000", "A ENDED", "B ENDED");
        assertThat(screens.dispatcher.lateReleases()).isPositive();
    }

    @Test
    void aBufferThatItCannotReachEndsTheFlipOnly() {
        try (CpuMapping mapping = a.handles().get(0).map(CpuMapping.Access.READ_WRITE)) {
            mapping.putByte(0, (byte) 1); // storage is chosen now
        }
        Device narrow = Device.named("crtc").withAddressBits(Device.ADDRESS_BITS_MIN);
        Crtc crtc = screens.display(Screens.options("crtc").device(narrow));
        Job job = crtc.submit(screens.flip(a));
        screens.runToVblank(3);
        assertThat(job.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(job.cause()).hasMessageContaining("A");
        assertThat(screens.log).containsExactly("A UNREACHABLE");
    }

    @Test
    void aGrantThatIsLostOnItsWayIsFoundOutAfterAWhile() {
        Crtc crtc = screens.display(Screens.options("crtc"));
        crtc.interpose(device -> job -> {});
        crtc.submit(screens.flip(a));
        screens.runToVblank(Crtc.FLIP_DONE_VBLANKS_MAX + 2);
        assertThat(screens.log).containsExactly("A #11@11000");
    }

    @Test
    void aGrantThatIsLostOnItsWayEndsAtTheLatestWhenTheDisplayIsTurnedOff() {
        Crtc crtc = screens.display(Screens.options("crtc"));
        crtc.interpose(device -> job -> {});
        Job lost = crtc.submit(screens.flip(a));
        Job next = crtc.submit(screens.flip(b));
        screens.runToVblank(3);
        assertThat(next.isGranted()).isFalse();
        crtc.disable();
        assertThat(lost.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(next.outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void aMailboxBehindALineWorksAsBefore() {
        Crtc crtc = screens.display(Screens.options("crtc").presentation(Presentation.MAILBOX));
        crtc.interpose(device -> new EagerClient() {
            @Override
            public void onAvailable(Job job, SyncQueue queue) {
                ((EagerClient) device).onAvailable(job, queue);
            }

            @Override
            public void granted(Job job) {
                device.granted(job);
            }
        });
        crtc.submit(screens.flip(a));
        crtc.submit(screens.flip(b));
        screens.runToVblank(3);
        assertThat(screens.log).containsExactly("A REPLACED", "B #1@1000");
    }
}
