package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.RefusedException;
import dev.baton.engine.VirtualTimers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/** Waits for points that nobody has submitted. */
@Tag("S9")
class TimelineBoundTest {
    private static final Duration BOUND = Duration.ofMillis(10);

    private final VirtualTimers timers = new VirtualTimers();
    private final Timeline timeline = new Timeline("timeline", timers);
    private final FenceSource device = new FenceSource("device");

    @Test
    @Tag("C24")
    void waitForAPointNobodySubmittedNeedsABound() {
        timeline.submit(4, device.fence());
        assertThatThrownBy(() -> timeline.point(5))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("S9: timeline:5 is not submitted");
    }

    @Test
    @Tag("S8")
    void boundNeedsTimers() {
        Timeline without = new Timeline("without");
        assertThatThrownBy(() -> without.point(1, BOUND))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("S8");
        assertThatThrownBy(() -> without.submitted(1, BOUND)).hasMessageContaining("S8");
    }

    @Test
    @Tag("S8")
    void boundEndsTheWaitWithATimeout() {
        Fence point = timeline.point(5, BOUND);
        Fence submitted = timeline.submitted(5, BOUND);
        timeline.submit(4, Fence.signaled());
        timers.advance(BOUND.minusNanos(1));
        assertThat(point.isSignaled()).isFalse();
        timers.advance(Duration.ofNanos(1));
        assertThat(point.error())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("timeline:5");
        assertThat(submitted.error()).isInstanceOf(TimeoutException.class);
        timeline.promise(5);
        assertThat(timeline.point(5).status()).isEqualTo(FenceStatus.PENDING);
    }

    @Test
    @Tag("S8")
    void boundIsOverWithTheSubmissionOfAHigherPoint() {
        Fence point = timeline.point(5, BOUND);
        Fence submitted = timeline.submitted(5, BOUND);
        timeline.submit(6, device.fence());
        assertThat(submitted.status()).isEqualTo(FenceStatus.SIGNALED);
        timers.advance(BOUND);
        assertThat(point.isSignaled()).isFalse();
        device.signal();
        assertThat(point.status()).isEqualTo(FenceStatus.SIGNALED);
    }

    /** It may end before lower points do: a merge must not take it for all of those. */
    @Test
    void unsubmittedPointIsOfAContextOfItsOwn() {
        Fence lower = timeline.promise(1);
        Fence higher = timeline.point(5, BOUND);
        SyncFile both = SyncFile.merge(lower, higher);
        timers.advance(BOUND);
        assertThat(both.activeCount()).isEqualTo(1);
        assertThat(both.isSignaled()).isFalse();
    }

    @Test
    void timersThatTakeNoMoreLeaveNothingBehind() {
        Timeline rejected = new Timeline("rejected", new RejectingTimers());
        assertThatThrownBy(() -> rejected.point(5, BOUND))
                .isInstanceOf(RejectedExecutionException.class);
        rejected.close();
    }

    @Test
    void hintGivenBeforeTheSubmissionIsPassedOnWithIt() {
        Fence point = timeline.point(5, BOUND);
        point.hintDeadline(100);
        timeline.submit(5, device.fence());
        assertThat(device.fence().deadlineNanos()).isEqualTo(100);
        point.hintDeadline(50);
        assertThat(device.fence().deadlineNanos()).isEqualTo(50);
    }
}
