package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.event.EventStream;
import dev.baton.law.Laws;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A job that would wait for what only its own grant ends is refused (S20). */
@Tag("S20")
class SuccessionTest {
    private static final int RENDERS = 100_000;
    private static final Client KEEPS = job -> {};

    private final Laws laws = Laws.all();
    private final Dispatcher dispatcher = new Dispatcher(new EventStream(() -> 0, laws));
    private final Succession head = new Succession("the next flip of head 0");
    private final Succession otherHead = new Succession("the next flip of head 1");
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final SyncQueue c = new SyncQueue("c");

    @AfterEach
    void lawsHold() {
        laws.quiescent();
        assertThat(laws.violations()).isEmpty();
    }

    private Job flip(Succession succession, SyncQueue buffer) {
        AccessSet set =
                AccessSet.builder().exclusive(succession.queue()).shared(buffer).build();
        return dispatcher.submit(set, KEEPS, null, JobOptions.DEFAULT.openEnded(succession));
    }

    /** A flip that has latched: its turn is over, its buffer is on the screen. */
    private Job shown(Succession succession, SyncQueue buffer) {
        Job job = flip(succession, buffer);
        latch(job, succession);
        return job;
    }

    private static void latch(Job flip, Succession succession) {
        assertThat(flip.isGranted()).isTrue();
        flip.release(succession.queue());
    }

    private Job render(SyncQueue... buffers) {
        return dispatcher.submit(AccessSet.exclusive(buffers), KEEPS);
    }

    private void assertRefused(Succession succession, SyncQueue buffer, String... words) {
        assertThatThrownBy(() -> flip(succession, buffer))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.rule()).isEqualTo("S20"))
                .hasMessageContaining("it would wait for itself")
                .satisfies(refused -> assertThat(List.of(words))
                        .allSatisfy(word -> assertThat(refused).hasMessageContaining(word)));
    }

    @Test
    void flipToTheBufferShownBehindItsNextRenderIsRefused() {
        Job front = shown(head, a);
        Job render = render(a);

        assertRefused(
                head,
                a,
                "job 3 (client) waits for queue a behind " + render,
                "which waits for queue a behind " + front,
                "which ends by the next flip of head 0, job 3 (client)");
    }

    @Test
    void refusedFlipLeavesNothingBehind() {
        Job front = shown(head, a);
        Job render = render(a);
        Place last = a.tailAcquire();
        Place lastTurn = head.queue().tailAcquire();

        assertRefused(head, a);

        assertThat(a.tailAcquire()).isSameAs(last);
        assertThat(head.queue().tailAcquire()).isSameAs(lastTurn);
        Job next = flip(head, b);
        assertThat(next.isGranted()).isTrue();
        front.release();
        assertThat(render.isGranted()).isTrue();
    }

    @Test
    void flipsBetweenTwoOrThreeBuffersAreNeverRefused() {
        for (SyncQueue[] buffers : List.of(new SyncQueue[] {a, b}, new SyncQueue[] {a, b, c})) {
            Succession flips = new Succession("the next flip");
            Job front = shown(flips, buffers[0]);
            for (int frame = 1; frame < 20; frame++) {
                SyncQueue buffer = buffers[frame % buffers.length];
                Job render = render(buffer);
                Job flip = flip(flips, buffer);
                assertThat(render.release()).isTrue();
                latch(flip, flips);
                assertThat(front.release()).isTrue();
                front = flip;
            }
            front.release();
        }
    }

    @Test
    void framesAheadAreNotRefusedAsLongAsOneOfThemIsAnotherBuffer() {
        Job front = shown(head, a);
        List<Job> flips = new ArrayList<>();
        List<Job> renders = new ArrayList<>();
        for (SyncQueue buffer : List.of(b, a, b, a)) {
            renders.add(render(buffer));
            flips.add(flip(head, buffer));
        }
        for (int frame = 0; frame < flips.size(); frame++) {
            assertThat(renders.get(frame).release()).isTrue();
            latch(flips.get(frame), head);
            front.release();
            front = flips.get(frame);
        }
    }

    @Test
    void sharedBehindSharedIsNoWait() {
        Job front = shown(head, a);
        Job again = flip(head, a);

        assertThat(again.isGranted()).isTrue();
        front.release();
    }

    @Test
    void cycleThroughTwoDisplaysIsRefused() {
        shown(head, a);
        shown(otherHead, b);
        render(a);
        render(b);
        flip(head, b);

        assertRefused(otherHead, a, "the next flip of head 0", "the next flip of head 1");
    }

    @Test
    void cycleThroughTwoFurtherQueuesIsRefused() {
        shown(head, a);
        render(a, b);
        Job reader =
                dispatcher.submit(AccessSet.builder().shared(b).exclusive(c).build(), KEEPS);

        assertRefused(head, c, "behind " + reader + ", which waits for queue b behind");
    }

    @Test
    void nothingIsRefusedOnceTheJobShownHasEnded() {
        Job front = shown(head, a);
        front.release();
        render(a);

        assertThat(flip(head, a).outcome()).isNull();
    }

    @Test
    void jobShownCountsAlsoIfTheOneBehindItIsCancelled() {
        shown(head, a);
        render(b);
        assertThat(flip(head, b).cancel()).isTrue();
        render(a);

        assertRefused(head, a);
    }

    @Test
    void cancelledFlipBetweenOthersEndsNobody() {
        shown(head, a);
        shown(otherHead, b);
        render(c);
        Job cancelled = flip(head, c);
        flip(head, c);
        cancelled.cancel();
        flip(head, c); // tells the job shown who ends it now
        render(a);

        assertThat(flip(otherHead, a).outcome()).isNull();
    }

    @Test
    void flipThatOnlyOneCancelledBeforeItKeptFromWaitingForItselfFails() {
        Job front = shown(head, a);
        render(b);
        Job between = flip(head, b);
        Job render = render(a);
        Job next = flip(head, a);

        between.cancel();

        assertThat(next.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(next.cause())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("which ends by the next flip of head 0, " + next);
        latch(flip(head, c), head);
        front.release();
        assertThat(render.isGranted()).isTrue();
    }

    @Test
    void flipBehindOneCancelledThatWaitsForNothingShownStays() {
        Job front = shown(head, a);
        render(b);
        Job between = flip(head, b);
        Job render = render(c);
        Job next = flip(head, c);

        between.cancel();
        render.release();

        latch(next, head);
        front.release();
    }

    @Test
    void cancelledFlipClosesNoCycleThroughTwoDisplays() {
        shown(head, a);
        shown(otherHead, b);
        Job drawn = render(c);
        Job between = flip(head, c);
        render(a);
        flip(otherHead, a);
        render(b);
        Job last = flip(head, b);

        between.cancel();

        assertThat(last.outcome()).isEqualTo(Outcome.FAILED);
        drawn.release();
    }

    @Test
    void earlyReleaseOfTheBufferShownIsNoWaitForTheNextFlip() {
        Job front = shown(head, a);
        Job other = dispatcher.submit(
                AccessSet.shared(b, c), KEEPS, null, JobOptions.DEFAULT.openEnded(otherHead));
        other.release(b);
        render(b);

        assertThat(flip(otherHead, b).outcome()).isNull();
        assertThat(front.isGranted()).isTrue();
    }

    @Test
    void longestChainOfWaitsIsSeenWithoutRecursion() {
        SyncQueue[] buffers = Queues.of(RENDERS);
        Job front = shown(head, buffers[0]);
        for (int i = 1; i < RENDERS; i++) {
            render(buffers[i - 1], buffers[i]);
        }

        assertRefused(head, buffers[RENDERS - 1], "more such waits");
        assertThat(front.isGranted()).isTrue();
    }

    @Test
    void endedJobOfASuccessionIsNotKept() {
        Job front = shown(head, a);
        Job next = flip(head, b);
        front.release();

        assertThat(front.particulars().succeededBy).isNull();
        assertThat(next.isGranted()).isTrue();
    }

    @Test
    void holdOfAnOpenEndedJobIsRefusedInEitherOrder() {
        JobOptions shown = JobOptions.DEFAULT.openEnded(head);
        JobOptions held = JobOptions.DEFAULT.hold(Duration.ofSeconds(1));

        for (Runnable both : List.<Runnable>of(
                () -> shown.hold(Duration.ofSeconds(1)), () -> held.openEnded(head))) {
            assertThatThrownBy(both::run)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.rule()).isEqualTo("S20"))
                    .hasMessageContaining("the next flip of head 0");
        }
    }
}
