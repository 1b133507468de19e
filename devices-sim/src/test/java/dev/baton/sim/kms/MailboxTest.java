package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.pixels.Framebuffer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

class MailboxTest {
    private final Screens screens = new Screens();
    private final Crtc crtc =
            screens.display(Screens.options("crtc").presentation(Presentation.MAILBOX));
    private final Framebuffer a = Screens.framebuffer("A");
    private final Framebuffer b = Screens.framebuffer("B");
    private final Framebuffer c = Screens.framebuffer("C");

    private Job flip(Framebuffer framebuffer) {
        return crtc.submit(screens.flip(framebuffer));
    }

    @Test
    void theLatestThatIsReadyIsShownAndThoseBeforeItEndReplaced() {
        Job first = flip(a);
        Job second = flip(b);
        Job third = flip(c);
        screens.runToVblank(2);
        assertThat(screens.log).containsExactly("A REPLACED", "B REPLACED", "C #1@1000");
        assertThat(List.of(first, second)).allMatch(job -> job.outcome() == Outcome.CANCELLED);
        assertThat(third.isGranted()).isTrue();
        assertThat(screens.draw(a).isGranted()).isTrue();
    }

    @Test
    void whatIsNotReadyIsNeitherShownNorInTheWay() {
        Job drawing = screens.draw(b);
        flip(a);
        flip(b);
        screens.runToVblank(2);
        assertThat(screens.log).containsExactly("A #1@1000");
        flip(c);
        drawing.release();
        screens.runToVblank(3);
        assertThat(screens.log).containsExactly("A #1@1000", "B REPLACED", "C #2@2000");
    }

    @Test
    void aLaterOneOvertakesOneThatIsStillDrawn() {
        Job drawing = screens.draw(a);
        Job overtaken = flip(a);
        flip(b);
        screens.runToVblank(2);
        assertThat(screens.log).containsExactly("A REPLACED", "B #1@1000");
        assertThat(overtaken.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(drawing.release()).isTrue();
    }

    @Test
    @Tag("S20")
    void theScreenKeepsItsBufferUntilTheNextFlip() {
        Job first = flip(a);
        screens.runToVblank(5);
        assertThat(first.isGranted()).isTrue();
        assertThat(screens.draw(a).isGranted()).isFalse();
        flip(b);
        screens.runToVblank(6);
        assertThat(first.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void whatMayNotBeShownYetIsNotReady() {
        flip(a);
        crtc.submit(screens.flip(b), JobOptions.DEFAULT.notBefore(2_500));
        screens.runToVblank(4);
        assertThat(screens.log).containsExactly("A #1@1000", "B #3@3000");
    }

    @Test
    void anUnorderedFlipIsReadyAtOnce() {
        screens.draw(a);
        crtc.submit(new PageFlip(a, AccessMode.UNORDERED, screens.noted("A")));
        screens.runToVblank(2);
        assertThat(screens.log).containsExactly("A #1@1000");
    }

    @Test
    void offAndOnAgainItGoesOn() {
        flip(a);
        screens.runToVblank(2);
        Job waits = flip(b);
        crtc.disable();
        assertThat(waits.outcome()).isEqualTo(Outcome.CANCELLED);
        crtc.enable();
        flip(c);
        flip(a);
        screens.runToVblank(4);
        assertThat(screens.log).containsExactly("A #1@1000", "B OFF", "C REPLACED", "A #2@2000");
        crtc.close();
        screens.loop.run();
    }

    @Test
    void withdrawingThoseBeforeItLosesNoneThatIsGrantedByThat() {
        Job shown = flip(a);
        screens.runToVblank(2);
        shown.release(); // a broken driver: whoever is first has the display's turn now
        Job drawing = screens.draw(b);
        flip(b);
        Job second = flip(c);
        Job third = flip(c);
        screens.runToVblank(3);
        assertThat(second.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(third.isGranted()).isTrue();
        assertThat(screens.log)
                .containsExactly("A #1@1000", "B REPLACED", "C REPLACED", "C #2@2000");
        drawing.release();
        crtc.close();
        assertThat(third.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aFlipThatFailsAsItIsToldLosesNotTheNextOne() {
        crtc.interpose(own -> new FailsFirst((EagerClient) own));
        flip(a);
        screens.runToVblank(2);
        Job drawing = screens.draw(c);
        Job failing = flip(b);
        Job next = flip(c);
        screens.at(2_500, drawing::release);
        screens.runToVblank(4);
        assertThat(failing.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(next.isGranted()).isTrue();
        assertThat(screens.log).containsExactly("A #1@1000", "B ENDED", "C #3@3000");
    }

    /** Fails at its second grant. */
    private static final class FailsFirst implements EagerClient {
        private final EagerClient own;
        private int grants;

        FailsFirst(EagerClient own) {
            this.own = own;
        }

        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            own.onAvailable(job, queue);
        }

        @Override
        public void granted(Job job) {
            if (++grants == 2) {
                throw new IllegalStateException("broken");
            }
            own.granted(job);
        }
    }

    @Test
    void manyFlipsInOneRefreshLoseNoBuffer() {
        List<Framebuffer> buffers = List.of(a, b, c);
        for (int i = 0; i < 300; i++) {
            Framebuffer target = buffers.get(i % 3);
            screens.at(i * 300L, () -> {
                Job drawing = screens.draw(target);
                flip(target);
                drawing.whenEnded().thenRun(() -> {});
                screens.loop.after(200, "drawn", () -> {
                    if (drawing.isGranted()) {
                        drawing.release();
                    } else {
                        drawing.cancel();
                    }
                });
            });
        }
        screens.runToVblank(95);
        crtc.disable();
        assertThat(screens.log.stream().filter(line -> line.contains("#")).count())
                .isGreaterThan(80);
        assertThat(buffers)
                .allMatch(buffer -> buffer.queues().get(0).isReady(AccessMode.EXCLUSIVE));
    }
}
