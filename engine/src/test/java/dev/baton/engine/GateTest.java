package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Fences that a job waits for beside its buffers, before its placing or in its place (S9). */
@Tag("S9")
class GateTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final GrantLog log = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final FenceSource one = new FenceSource("one");
    private final FenceSource two = new FenceSource("two");

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
    }

    private Job write(JobOptions options) {
        return dispatcher.submit(AccessSet.exclusive(a), log, "work", options);
    }

    private static JobOptions before(FenceSource... sources) {
        JobOptions options = JobOptions.DEFAULT;
        for (FenceSource source : sources) {
            options = options.gate(Gate.beforePlacing(source.fence()));
        }
        return options;
    }

    private static JobOptions holding(FenceSource source) {
        return JobOptions.DEFAULT.gate(Gate.holdingPlace(source.fence(), SECOND));
    }

    @Test
    @Tag("C23")
    void gateBeforePlacingLetsOthersGoFirst() {
        Job gated = write(before(one));
        Job other = write(JobOptions.DEFAULT);
        assertThat(log.jobs()).containsExactly(other);
        one.signal();
        assertThat(gated.isGranted()).isFalse();
        other.release();
        assertThat(log.jobs()).containsExactly(other, gated);
        assertThat(gated.attachment()).isEqualTo("work");
        gated.release();
        assertThat(observed.kindsOf(gated))
                .containsExactly("Submitted", "Available", "Granted", "Released");
    }

    @Test
    void gateThatHoldsThePlaceKeepsTheTurn() {
        Job gated = write(holding(one));
        Job other = write(JobOptions.DEFAULT);
        assertThat(log.jobs()).isEmpty();
        one.signal();
        assertThat(log.jobs()).containsExactly(gated);
        gated.release();
        assertThat(log.jobs()).containsExactly(gated, other);
        other.release();
    }

    @Test
    void allGatesMustOpenInAnyOrder() {
        Job gated = write(before(one, two).gate(Gate.holdingPlace(two.fence(), SECOND)));
        two.signal();
        assertThat(gated.isGranted()).isFalse();
        one.signal();
        assertThat(gated.isGranted()).isTrue();
        gated.release();
    }

    /** Without an observer, as with one: it was told then that it owns nothing yet. */
    @Test
    @Tag("S5")
    void jobThatIsNotPlacedOwnsNothing() {
        Dispatcher unobserved = new Dispatcher();
        SyncQueue queue = new SyncQueue("queue");
        Job gated = unobserved.submit(AccessSet.exclusive(queue), log, "work", before(one));

        assertThatThrownBy(() -> gated.downgrade(queue))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("does not own");
        assertThatThrownBy(() -> gated.release(queue)).isInstanceOf(RefusedException.class);

        one.signal();
        assertThat(gated.isGranted()).isTrue();
        assertThat(gated.release(queue)).isTrue();
        assertThat(gated.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void gatesThatAreOpenCostNoWait() {
        one.signal();
        Job placed = write(before(one));
        assertThat(placed.isGranted()).isTrue();
        placed.release();
        Job held = write(holding(one));
        assertThat(held.isGranted()).isTrue();
        held.release();
    }

    @Test
    @Tag("S13")
    void gateThatStaysShutEndsTheJobTimedOutAndTheNextMovesUp() {
        Job gated = write(holding(one));
        Job behind = write(JobOptions.DEFAULT);
        observed.timers.advance(SECOND);
        assertThat(gated.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(gated.cause()).isInstanceOf(TimeoutException.class).hasMessageContaining("one");
        assertThat(behind.isGranted()).isTrue();
        assertThat(behind.poison()).isNull();
        one.signal();
        assertThat(log.jobs()).containsExactly(behind);
        behind.release();
    }

    @Test
    @Tag("S16")
    @Tag("C22")
    void holdIsCountedFromTheGrantAndNotWhileAGateIsShut() {
        Job gated = write(holding(one).hold(Duration.ofMillis(10)));
        observed.timers.advance(Duration.ofMillis(500));
        one.signal();
        observed.timers.advance(Duration.ofMillis(9));
        assertThat(gated.isGranted()).isTrue();
        observed.timers.advance(Duration.ofMillis(1));
        assertThat(gated.outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    @Tag("S14")
    void cancelledBeforeItsPlacingItIsNeverPlaced() {
        Job gated = write(before(one));
        assertThat(gated.cancel()).isTrue();
        assertThat(gated.ending().reason()).isEqualTo(CancelReason.CALLER);
        assertThat(gated.attachment()).isNull();
        assertThat(gated.cancel()).isFalse();
        one.signal();
        assertThat(log.jobs()).isEmpty();
        assertThat(a.isReady(AccessMode.EXCLUSIVE)).isTrue();
        assertThat(observed.kindsOf(gated)).containsExactly("Submitted", "Cancelled");
    }

    @Test
    @Tag("S8")
    void expiryPassesForAJobThatIsNotPlacedToo() {
        Job gated = write(before(one).expiry(500));
        observed.timers.advanceTo(500);
        assertThat(gated.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(gated.ending().reason()).isEqualTo(CancelReason.EXPIRED);
        one.signal();
        assertThat(log.jobs()).isEmpty();
    }

    @Test
    @Tag("S17")
    void closingEndsAJobThatIsNotPlaced() {
        Job gated = write(before(one));
        assertThat(dispatcher.close(log, Duration.ZERO).cancelled()).containsExactly(gated);
        one.signal();
        assertThat(log.jobs()).isEmpty();
    }

    @Test
    @Tag("S17")
    void queueThatWasClosedMeanwhileCancelsTheJob() {
        Job gated = write(before(one));
        dispatcher.close(a);
        one.signal();
        assertThat(gated.ending().reason()).isEqualTo(CancelReason.QUEUE_CLOSED);
        assertThat(gated.client()).isNull();
    }

    @Test
    @Tag("S15")
    @Tag("C20")
    void errorOfAGateIsLikeAFailedWriter() {
        Throwable lost = new IllegalStateException("lost");
        one.fail(lost);
        Job runs = write(before(one));
        assertThat(runs.isGranted()).isTrue();
        assertThat(runs.poison()).isSameAs(lost);
        runs.release();
        Job skips = write(holding(one).onPoison(PoisonPolicy.SKIP));
        assertThat(skips.ending().reason()).isEqualTo(CancelReason.SKIPPED);
        Job fails = write(before(two).onPoison(PoisonPolicy.FAIL));
        two.fail(lost);
        assertThat(fails.cause()).isSameAs(lost);
    }

    @Test
    @Tag("S18")
    void gateMaySignalInsideACallbackAndChainsUseBoundedStack() {
        int depth = 20_000;
        Fence in = one.fence();
        for (int i = 0; i < depth; i++) {
            FenceSource next = new FenceSource("next");
            in.add(done -> next.signal());
            in = next.fence();
        }
        Job job = write(JobOptions.DEFAULT.gate(Gate.beforePlacing(in)));
        one.signal();
        assertThat(job.isGranted()).isTrue();
        job.release();
    }

    @Test
    @Tag("S17")
    void closingEndsAJobThatGaveAllBackAsItWasPlacedLate() {
        EagerClient givesBack = new EagerClient() {
            @Override
            public void onAvailable(Job job, SyncQueue queue) {
                job.release(queue);
            }

            @Override
            public void granted(Job job) {}
        };
        JobOptions options = before(one).notBefore(2);
        Job job = dispatcher.submit(AccessSet.shared(a), givesBack, null, options);
        one.signal();
        write(JobOptions.DEFAULT);
        assertThat(job.outcome()).isNull();
        dispatcher.close(givesBack, Duration.ZERO);
        assertThat(job.outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    @Tag("S8")
    @Tag("C23")
    void holdingAPlaceNeedsATimeout() {
        assertThatThrownBy(() -> Gate.holdingPlace(one.fence(), Duration.ZERO))
                .hasMessageStartingWith("S9");
        assertThatThrownBy(() -> new Dispatcher()
                        .submit(AccessSet.exclusive(new SyncQueue("b")), log, null, holding(one)))
                .hasMessageStartingWith("S8");
    }
}
