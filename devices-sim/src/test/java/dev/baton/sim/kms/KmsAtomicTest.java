package dev.baton.sim.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.fence.FenceSource;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.pixels.Position;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** IGT's kms_atomic, kms_atomic_transition and kms_async_flips. */
class KmsAtomicTest {
    private final Screens screens = new Screens();
    private final Crtc crtc = screens.display(Screens.options("crtc"));
    private final Framebuffer a = Screens.framebuffer("A");
    private final Framebuffer b = Screens.framebuffer("B");
    private final FenceSource source = new FenceSource("in-fence");

    private Committed commit(Plane... planes) {
        return crtc.commit(screens.commit(planes));
    }

    @Test
    @Tags({@Tag("kms_atomic/crtc-invalid-params-fence"), @Tag("kms_atomic/test-only")})
    void aTestDoesNothing() {
        screens.draw(a);
        AtomicCommit state = screens.commit(Plane.primary(a));
        crtc.test(state);
        assertThat(a.queues().get(0).isReady(AccessMode.SHARED)).isFalse();
        crtc.test(state);
        commit(Plane.primary(b));
        crtc.test(state); // also while a commit is pending
        screens.runToVblank(3);
        assertThat(screens.log).containsExactly("B #1@1000");
        crtc.disable();
        assertThatThrownBy(() -> crtc.test(state)).isInstanceOf(CommitException.Invalid.class);
    }

    @Test
    @Tag("kms_atomic/plane-invalid-params-fence")
    void aRefusedCommitTakesNoPlaceAndIsNotPending() {
        Framebuffer grey = Screens.framebuffer("grey", PixelFormat.GREY, 1, 1);
        Plane bad = Plane.cursor(grey, Position.ORIGIN).withInFence(source.fence());
        assertThatThrownBy(() -> commit(Plane.primary(a), bad))
                .isInstanceOf(CommitException.Invalid.class)
                .hasMessageEndingWith("is in GREY; one of [AR24] would do");
        assertThat(a.queues().get(0).isReady(AccessMode.EXCLUSIVE)).isTrue();
        commit(Plane.primary(b));
        screens.runToVblank(2);
        assertThat(screens.log).containsExactly("B #1@1000");
    }

    @Test
    @Tag("S9")
    void anInFenceReplacesTheImplicitWait() {
        Job drawing = screens.draw(a);
        Committed committed = commit(Plane.primary(a).withInFence(source.fence()));
        screens.runToVblank(3);
        assertThat(screens.log).isEmpty();
        source.signal();
        screens.runToVblank(4);
        assertThat(screens.log).containsExactly("A #3@3000");
        assertThat(drawing.isGranted()).isTrue();
        assertThat(committed.job().accesses().accesses())
                .filteredOn(access -> access.queue().name().equals("A"))
                .allMatch(access -> access.mode() == AccessMode.UNORDERED);
    }

    @Test
    @Tag("S9")
    void anInFenceOfOnePlaneLeavesTheOthersToTheirQueues() {
        Framebuffer cursor = Screens.framebuffer("cursor", PixelFormat.AR24, 2, 2);
        screens.draw(cursor);
        Job drawing = screens.draw(a);
        source.signal();
        commit(Plane.primary(a), Plane.cursor(cursor, Position.ORIGIN).withInFence(source.fence()));
        screens.runToVblank(3);
        drawing.release();
        screens.runToVblank(4);
        assertThat(screens.log).containsExactly("A #3@3000");
    }

    @Test
    @Tag("S9")
    void anInFenceThatNeverSignalsIsGivenUp() {
        Committed committed = commit(Plane.primary(a).withInFence(source.fence()));
        long end = Crtc.IN_FENCE_TIMEOUT.toNanos();
        Crtc slow = screens.display(CrtcOptions.of("slow", new Mode(8, 4, end / 2)));
        crtc.hang(); // no need for ten million vblanks
        Committed other = slow.commit(screens.commit(Plane.primary(b).withInFence(source.fence())));
        screens.loop.runUntil(end + 1);
        assertThat(List.of(committed.job(), other.job()))
                .allMatch(job -> job.outcome() == Outcome.TIMED_OUT);
        assertThat(screens.log).containsExactlyInAnyOrder("A ENDED", "B ENDED");
        assertThat(other.outFence().error()).hasMessageContaining("ENDED");
        slow.commit(screens.commit(Plane.primary(a)));
        screens.loop.runUntil(2 * end);
        assertThat(screens.log).hasSize(3).last().asString().startsWith("A #");
    }

    @Test
    void theOutFenceTellsTheTimeOfTheFlip() {
        OutFence outFence = commit(Plane.primary(a)).outFence();
        assertThat(outFence.latchedNanos()).isEqualTo(OutFence.NEVER);
        long[] seen = new long[1];
        outFence.add(fence -> seen[0] = ((OutFence) fence).latchedNanos());
        screens.runToVblank(3);
        assertThat(seen[0]).isEqualTo(1_000);
        assertThat(screens.log).containsExactly("A #1@1000");
    }

    @Test
    void commitsAndFlipsTakeTheirTurnsTogether() {
        Job drawing = screens.draw(a);
        crtc.submit(screens.flip(a));
        OutFence outFence = commit(Plane.primary(b)).outFence();
        crtc.submit(screens.flip(a));
        screens.at(1_500, drawing::release);
        screens.runToVblank(5);
        assertThat(screens.log).containsExactly("A #2@2000", "B #3@3000", "A #4@4000");
        assertThat(outFence.latchedNanos()).isEqualTo(3_000);
    }

    @Test
    @Tag("S8")
    void aCommitIsNotShownBeforeItsTime() {
        crtc.commit(screens.commit(Plane.primary(a)), JobOptions.DEFAULT.notBefore(3_500));
        screens.runToVblank(6);
        assertThat(screens.log).containsExactly("A #4@4000");
    }

    @Test
    @Tags({
        @Tag("kms_atomic_transition/plane-use-after-nonblocking-unbind"),
        @Tag("kms_atomic_transition/plane-use-after-nonblocking-unbind-fencing")
    })
    void aPlanesBufferIsFreeWhenTheCommitWithoutItHasLatched() {
        Framebuffer over = Screens.framebuffer("overlay", PixelFormat.XR24, 4, 4);
        commit(Plane.primary(a), Plane.overlay(over, Position.ORIGIN));
        screens.runToVblank(2);
        Job reuse = screens.draw(over);
        commit(Plane.primary(b).withInFence(source.fence()));
        screens.runToVblank(4);
        assertThat(reuse.isGranted()).isFalse();
        source.signal();
        screens.runToVblank(5);
        assertThat(reuse.isGranted()).isTrue();
    }

    @Test
    @Tags({
        @Tag("kms_atomic_transition/plane-all-transition-nonblocking-fencing"),
        @Tag("kms_atomic_transition/plane-all-transition-nonblocking")
    })
    void planesComeAndGoCommitByCommit() {
        Framebuffer over = Screens.framebuffer("overlay", PixelFormat.RG16, 4, 4);
        Framebuffer cursor = Screens.framebuffer("cursor", PixelFormat.AR24, 2, 2);
        for (int state = 0; state < 8; state++) {
            FenceSource in = new FenceSource("in " + state);
            Plane primary = Plane.primary(state % 2 == 0 ? a : b);
            List<Plane> planes = new ArrayList<>();
            planes.add(state % 3 == 0 ? primary.withInFence(in.fence()) : primary);
            if ((state & 1) != 0) {
                planes.add(Plane.overlay(over, new Position(state, 1)));
            }
            if ((state & 2) != 0) {
                planes.add(Plane.cursor(cursor, new Position(-1, state)));
            }
            screens.at(state * 1_000 + 500, () -> commit(planes.toArray(new Plane[0])));
            screens.at(state * 1_000 + 700, in::signal);
        }
        screens.runToVblank(10);
        assertThat(screens.log).hasSize(8).allMatch(line -> line.contains("#"));
        crtc.disable();
        assertThat(List.of(a, b, over, cursor))
                .allMatch(buffer -> buffer.queues().get(0).isReady(AccessMode.EXCLUSIVE));
    }

    @Test
    @Tags({
        @Tag("kms_async_flips/alternate-sync-async-flip"),
        @Tag("kms_async_flips/test-time-stamp")
    })
    void anAsyncFlipLatchesAtOnceAndTellsThatTime() {
        screens.at(1_300, () -> async(a));
        screens.at(1_600, () -> commit(Plane.primary(b)));
        screens.at(2_100, () -> async(a));
        screens.runToVblank(4);
        assertThat(screens.log).containsExactly("A #1@1300", "B #2@2000", "A #2@2100");
    }

    @Test
    @Tags({
        @Tag("kms_async_flips/async-flip-with-page-flip-events-hang"),
        @Tag("kms_async_flips/async-flip-dpms")
    })
    void anAsyncFlipWaitsForItsBufferAndForTheDisplay() {
        Job drawing = screens.draw(a);
        async(a);
        screens.at(1_300, drawing::release);
        screens.runToVblank(3);
        crtc.hang();
        async(b);
        screens.loop.runUntil(4_400);
        crtc.reset();
        screens.runToVblank(6);
        assertThat(screens.log).containsExactly("A #1@1300", "B #5@5000");
        crtc.disable();
        assertThatThrownBy(() -> async(a)).isInstanceOf(CommitException.Invalid.class);
    }

    private void async(Framebuffer framebuffer) {
        crtc.commit(new AtomicCommit(
                List.of(Plane.primary(framebuffer)), true, screens.noted(framebuffer.toString())));
    }
}
