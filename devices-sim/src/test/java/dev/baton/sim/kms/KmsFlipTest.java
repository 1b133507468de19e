package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.pixels.Position;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** IGT's kms_flip, case by case. */
class KmsFlipTest {
    private final Screens screens = new Screens();
    private final Crtc crtc = screens.display(Screens.options("crtc"));
    private final Framebuffer a = Screens.framebuffer("A");
    private final Framebuffer b = Screens.framebuffer("B");
    private final Framebuffer c = Screens.framebuffer("C");

    private Job flip(Framebuffer framebuffer) {
        return crtc.submit(screens.flip(framebuffer));
    }

    private Committed commit(Framebuffer framebuffer) {
        return crtc.commit(screens.commit(Plane.primary(framebuffer)));
    }

    @Test
    @Tags({@Tag("kms_flip/plain-flip"), @Tag("kms_flip/plain-flip-ts-check")})
    void everyFlipHasOneEventWithAVblankOfItsOwn() {
        for (int i = 0; i < 20; i++) {
            Framebuffer next = i % 2 == 0 ? a : b;
            screens.at(1_000L * i + 300, () -> commit(next));
        }
        screens.runToVblank(22);
        assertThat(screens.log).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(screens.log.get(i)).endsWith("#" + (i + 1) + "@" + (i + 1) * 1_000);
        }
    }

    @Test
    @Tag("kms_flip/plain-flip-fb-recreate")
    void aFramebufferIsMadeAnewForEveryFlip() {
        for (int i = 0; i < 10; i++) {
            Framebuffer before = Screens.framebuffer("fb " + i);
            flip(before);
            screens.runToVblank(i + 2);
            before.close();
        }
        assertThat(screens.log).hasSize(10).allMatch(line -> line.contains("#"));
    }

    @Test
    @Tag("kms_flip/busy-flip")
    void aSecondCommitWhileOneIsPendingIsRefused() {
        Job drawing = screens.draw(a);
        commit(a);
        assertThatThrownBy(() -> commit(b))
                .isInstanceOf(CommitException.Busy.class)
                .hasMessage("crtc: a commit is pending; wait for its flip")
                .extracting(thrown -> ((CommitException) thrown).errno())
                .isEqualTo(-16);
        drawing.release();
        screens.runToVblank(2);
        commit(b);
        screens.runToVblank(3);
        assertThat(screens.log).containsExactly("A #1@1000", "B #2@2000");
    }

    @Test
    @Tag("kms_flip/flip-vs-rmfb")
    void aFramebufferMayBeClosedWhileItsFlipIsPending() {
        List<Integer> read = new ArrayList<>();
        Screens.fill(a, 0xFF123456);
        crtc.submit(new PageFlip(a, AccessMode.SHARED, new FlipListener() {
            @Override
            public void latched(long sequence, long nanos) {}

            @Override
            public void scannedOut(ScanLines lines) {
                read.add((int) lines.bytes()[0]);
            }
        }));
        a.close();
        screens.runToVblank(2);
        assertThat(read).hasSize(4).containsOnly(0x56);
    }

    @Test
    @Tags({
        @Tag("kms_flip/flip-vs-dpms"),
        @Tag("kms_flip/flip-vs-suspend"),
        @Tag("kms_flip/dpms-off-confusion"),
        @Tag("S20")
    })
    void offWithFlipsPendingEndsThemAndNoOtherDisplayNotices() {
        Crtc other = screens.display(Screens.options("other"));
        Job shown = flip(a);
        screens.runToVblank(2);
        Job drawing = screens.draw(b);
        Job waiting = flip(b);
        OutFence outFence = commit(c).outFence();
        crtc.disable();
        assertThat(shown.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(waiting.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(outFence.error()).hasMessageContaining("OFF");
        assertThatThrownBy(() -> flip(c)).isInstanceOf(CommitException.Invalid.class);
        drawing.release();
        other.submit(screens.flip(b));
        screens.runToVblank(3);
        crtc.enable();
        flip(c);
        screens.runToVblank(4);
        assertThat(screens.log)
                .containsExactly("A #1@1000", "B OFF", "C OFF", "B #2@2000", "C #3@3000");
    }

    @Test
    @Tag("kms_flip/flip-vs-modeset")
    void aDisplayOfAnotherModeTakesTheSameBuffersOver() {
        Job shown = flip(a);
        screens.runToVblank(2);
        crtc.close();
        assertThat(shown.outcome()).isEqualTo(Outcome.COMPLETED);
        Mode slower = new Mode(Screens.WIDTH, Screens.HEIGHT, 5_000);
        screens.display(CrtcOptions.of("crtc", slower)).submit(screens.flip(a));
        screens.runToVblank(8);
        assertThat(screens.log).containsExactly("A #1@1000", "A #1@6999");
    }

    @Test
    @Tags({@Tag("kms_flip/flip-vs-expired-vblank"), @Tag("S8")})
    void aTimeThatHasPassedIsNoWait() {
        screens.runToVblank(5);
        crtc.submit(screens.flip(a), JobOptions.DEFAULT.notBefore(1_000));
        screens.runToVblank(6);
        assertThat(screens.log).containsExactly("A #5@5000");
    }

    @Test
    @Tag("kms_flip/wf_vblank")
    void everyVblankIsToldInOrderAndAtItsTime() {
        flip(a);
        screens.runToVblank(6);
        assertThat(screens.vblanks)
                .containsExactly("#1@1000", "#2@2000", "#3@3000", "#4@4000", "#5@5000");
    }

    @Test
    @Tag("kms_flip/flip-vs-fences")
    void aFlipOfManyPlanesWaitsForAllTheirBuffers() {
        Framebuffer yuv = Framebuffer.of(
                PixelFormat.YU12,
                Screens.WIDTH,
                Screens.HEIGHT,
                Screens.framebuffer("y").handles().get(0),
                Screens.framebuffer("u").handles().get(0),
                Screens.framebuffer("v").handles().get(0));
        Framebuffer cursor = Screens.framebuffer("cursor", PixelFormat.AR24, 2, 2);
        List<Job> drawings = new ArrayList<>();
        for (Framebuffer each : List.of(yuv, b, c, cursor)) {
            drawings.add(screens.draw(each));
        }
        Job job = crtc.commit(screens.commit(
                        Plane.primary(yuv),
                        Plane.overlay(b, Position.ORIGIN),
                        Plane.overlay(c, Position.ORIGIN),
                        Plane.cursor(cursor, Position.ORIGIN)))
                .job();
        assertThat(job.accesses().ordered().count()).isEqualTo(1 + 3 + 1 + 1 + 1);
        for (int i = 0; i < drawings.size(); i++) {
            assertThat(job.isGranted()).isFalse();
            drawings.get(i).release();
        }
        assertThat(job.isGranted()).isTrue();
    }

    @Test
    @Tags({@Tag("kms_flip/flip-vs-modeset-vs-hang"), @Tag("S16")})
    void aProducerThatHangsHoldsNeitherTheFlipNorOff() {
        screens.dispatcher.submit(
                AccessSet.exclusive(a.queues().get(0)),
                Screens.KEEPS,
                null,
                JobOptions.DEFAULT.hold(Duration.ofNanos(3_500)));
        Job waiting = flip(a);
        screens.runToVblank(5);
        assertThat(screens.log).containsExactly("A #4@4000");
        assertThat(waiting.poison()).isNotNull();
        screens.draw(b);
        Job stuck = flip(b);
        crtc.close();
        assertThat(stuck.outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    @Tag("kms_flip/single-buffer-flip-vs-dpms-off-vs-modeset")
    void oneBufferIsFlippedToAgainAndAgain() {
        flip(a);
        flip(a);
        screens.runToVblank(3);
        crtc.disable();
        crtc.enable();
        flip(a);
        screens.runToVblank(4);
        assertThat(screens.log).containsExactly("A #1@1000", "A #2@2000", "A #3@3000");
        crtc.disable();
        assertThat(screens.draw(a).isGranted()).isTrue();
    }

    @Test
    @Tag("kms_flip/nonexisting-fb")
    void aFramebufferThatIsClosedIsRefused() {
        flip(a);
        a.close();
        b.close();
        for (Framebuffer gone : List.of(a, b)) {
            assertThatThrownBy(() -> flip(gone))
                    .isInstanceOf(CommitException.NoFramebuffer.class)
                    .hasMessage("crtc: framebuffer " + gone + " is closed; make it again");
            assertThatThrownBy(() -> commit(gone))
                    .isInstanceOfSatisfying(
                            CommitException.class, e -> assertThat(e.errno()).isEqualTo(-2));
        }
    }

    @Test
    @Tag("kms_flip/bo-too-big")
    void aFramebufferThatDoesNotFitIsRefusedWithWhatWould() {
        assertThatThrownBy(() -> flip(Screens.framebuffer("big", PixelFormat.XR24, 9, 4)))
                .isInstanceOf(CommitException.Invalid.class)
                .hasMessage("crtc: framebuffer big for the PRIMARY plane has 9x4 pixels;"
                        + " 8x4 would do");
        assertThatThrownBy(() -> flip(Screens.framebuffer("grey", PixelFormat.GREY, 8, 4)))
                .hasMessageContaining("is in GREY; one of [XR24, AR24, RG16, NV12, NV21, YU12]");
        Framebuffer wide = Screens.framebuffer("wide", PixelFormat.AR24, 65, 1);
        assertThatThrownBy(() -> crtc.test(
                        screens.commit(Plane.primary(a), Plane.cursor(wide, Position.ORIGIN))))
                .hasMessageEndingWith("65x1 pixels; up to 64x64 would do");
        assertThatThrownBy(() -> crtc.test(
                        screens.commit(Plane.primary(a), Plane.overlay(wide, Position.ORIGIN))))
                .hasMessageEndingWith("65x1 pixels; up to 8x4 would do");
        assertThatThrownBy(() -> crtc.test(screens.commit(Plane.cursor(wide, Position.ORIGIN))))
                .hasMessage("crtc: 0 planes of type PRIMARY; it shows 1");
    }

    @Test
    @Tag("kms_flip/dpms-vs-vblank-race")
    void offAndOnAtEveryMomentKeepsNumbersAndTimesInStep() {
        for (int i = 1; i <= 200; i++) {
            screens.at(i * 137L, crtc::disable);
            screens.at(i * 137L + i % 40, crtc::enable);
        }
        screens.runToVblank(30);
        assertThat(screens.vblanks).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        assertThat(screens.vblanks)
                .allMatch(
                        line -> line.endsWith("@" + line.substring(1, line.indexOf('@')) + "000"));
    }

    @Test
    @Tag("kms_flip/2x-plain-flip")
    void oneBufferOnTwoDisplaysIsTwoSharedJobs() {
        Crtc other = screens.display(new CrtcOptions(
                "other",
                new Mode(Screens.WIDTH, Screens.HEIGHT, 700),
                0,
                Presentation.FIFO,
                1,
                Screens.options("other").device()));
        Job one = flip(a);
        Job two = other.submit(screens.flip(a));
        screens.runToVblank(2);
        assertThat(List.of(one, two)).allMatch(Job::isGranted);
        assertThat(screens.log).containsExactlyInAnyOrder("A #1@1000", "A #1@700");
        Job drawing = screens.draw(a);
        flip(b);
        screens.runToVblank(3);
        assertThat(drawing.isGranted()).isFalse();
        other.disable();
        assertThat(drawing.isGranted()).isTrue();
    }
}
