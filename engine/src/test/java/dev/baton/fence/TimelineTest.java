package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.RefusedException;
import dev.baton.engine.VirtualTimers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

@Tag("S9")
class TimelineTest {
    private static final Duration BOUND = Duration.ofMillis(10);

    private final VirtualTimers timers = new VirtualTimers();
    private final List<Long> hints = new ArrayList<>();
    private final Timeline timeline = new Timeline("timeline", timers, hints::add);
    private final FenceSource device = new FenceSource("device");

    @Test
    void devicePointHoldsBackWhatTheHostHasReached() {
        timeline.submit(5, device.fence());
        Fence three = timeline.promise(3);
        Fence eight = timeline.promise(8);
        timeline.advanceTo(10);
        assertThat(timeline.value()).isEqualTo(4);
        assertThat(three.isSignaled()).isTrue();
        assertThat(timeline.point(4).isSignaled()).isTrue();
        assertThat(eight.isSignaled()).isFalse();
        device.signal();
        assertThat(timeline.value()).isEqualTo(10);
        assertThat(eight.isSignaled()).isTrue();
    }

    @Test
    void pointThatComesTooLateHasNoEffect() {
        timeline.advanceTo(5);
        assertThat(timeline.submit(5, device.fence())).isFalse();
        assertThat(timeline.promise(5).isSignaled()).isTrue();
        assertThat(timeline.value()).isEqualTo(5);
    }

    @Test
    @Tag("C26")
    void lowerPointSubmittedLaterIsReachedFirst() {
        timeline.submit(5, Fence.signaled());
        assertThat(timeline.value()).isEqualTo(5);
        timeline.submit(9, device.fence());
        FenceSource lower = new FenceSource("lower");
        timeline.submit(7, lower.fence());
        device.signal();
        assertThat(timeline.value()).isEqualTo(5);
        lower.signal();
        assertThat(timeline.value()).isEqualTo(9);
    }

    @Test
    void pointSubmittedTwiceNeedsBoth() {
        Fence point = timeline.promise(2);
        timeline.submit(2, device.fence());
        assertThat(timeline.point(2)).isSameAs(point);
        timeline.advanceTo(2);
        assertThat(timeline.value()).isEqualTo(1);
        device.signal();
        assertThat(point.isSignaled()).isTrue();
    }

    @Test
    void errorOfTheWorkIsTheErrorOfThePointsThatResolveToIt() {
        timeline.submit(4, device.fence());
        timeline.submit(6, Fence.signaled());
        Fence gap = timeline.point(3);
        IllegalStateException error = new IllegalStateException();
        device.fail(error);
        assertThat(gap.error()).isSameAs(error);
        assertThat(timeline.value()).isEqualTo(6);
        assertThat(timeline.point(2).error()).as("asked afterwards").isSameAs(error);
        assertThat(timeline.point(4).error()).as("asked afterwards").isSameAs(error);
        assertThat(timeline.point(6).error()).isNull();
    }

    @Test
    void failureBehindANumberThatTheHostHasPassedIsNotItsOwn() {
        timeline.submit(4, device.fence());
        FenceSource next = new FenceSource("next");
        timeline.submit(6, next.fence());
        Fence between = timeline.point(5);
        timeline.advanceTo(5);
        next.fail(new IllegalStateException());
        device.signal();
        assertThat(between.status()).isEqualTo(FenceStatus.SIGNALED);
        assertThat(timeline.point(6).status()).isEqualTo(FenceStatus.FAILED);
    }

    @Test
    void pendingPointIsOneObjectAndItsNumberIsTheOneAskedFor() {
        timeline.submit(4, device.fence());
        Fence gap = timeline.point(3);
        assertThat(gap).isSameAs(timeline.point(3)).isNotSameAs(timeline.point(4));
        assertThat(gap.point()).isEqualTo(3);
        assertThat(gap.context()).isEqualTo(timeline.point(4).context());
        assertThat(SyncFile.merge(gap, timeline.point(4)).members())
                .containsExactly(timeline.point(4));
    }

    @Test
    void sumBeyondAllNumbersIsRefused() {
        timeline.advanceTo(Long.MAX_VALUE - 1);
        assertThatThrownBy(() -> timeline.advanceBy(2))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("S9");
        timeline.advanceBy(1);
        assertThat(timeline.value()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void pointThatWouldWaitForItselfIsRefused() {
        Fence later = timeline.promise(7);
        Fence own = timeline.point(9, BOUND);
        assertThatThrownBy(() -> timeline.submit(7, later)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> timeline.submit(6, SyncFile.merge(device.fence(), later)))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> timeline.submit(8, own)).isInstanceOf(RefusedException.class);
        assertThat(timeline.submit(8, later)).isTrue();
    }

    @Test
    void pendingPointsAreBounded() {
        for (int i = 1; i <= Timeline.PENDING_MAX; i++) {
            timeline.promise(i);
        }
        int beyond = Timeline.PENDING_MAX + 1;
        assertThatThrownBy(() -> timeline.promise(beyond)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> timeline.submit(beyond, device.fence()))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> timeline.point(beyond, BOUND))
                .isInstanceOf(RefusedException.class);
        timeline.advanceBy(1);
        assertThat(timeline.promise(beyond).isSignaled()).isFalse();
    }

    @Test
    void closedTimelineRefusesAllButWhatIsReached() {
        timeline.advanceTo(1);
        timeline.submit(2, device.fence());
        Fence awaited = timeline.point(5, BOUND);
        timeline.close();
        assertThat(awaited.error()).isInstanceOf(FenceAbandonedException.class);
        assertThat(timeline.point(1).status()).isEqualTo(FenceStatus.SIGNALED);
        assertThatThrownBy(() -> timeline.point(2)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> timeline.point(2, BOUND)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> timeline.submit(3, Fence.signaled()))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> timeline.advanceBy(1)).isInstanceOf(RefusedException.class);
        device.signal();
        assertThat(timeline.value()).isEqualTo(1);
    }

    @Test
    void hintReachesTheWorkOfThePointAndOfAllBefore() {
        FenceSource later = new FenceSource("later");
        timeline.submit(2, device.fence());
        timeline.submit(6, later.fence());
        timeline.point(1).hintDeadline(100);
        assertThat(device.fence().deadlineNanos()).isEqualTo(100);
        assertThat(later.fence().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(hints).isEmpty();
        timeline.promise(4).hintDeadline(50);
        assertThat(device.fence().deadlineNanos()).isEqualTo(50);
        assertThat(hints).containsExactly(50L);
    }

    @Test
    void callbacksOfPointsRunInTheOrderOfThePointsAndMayUseTheTimeline() {
        List<Long> told = new ArrayList<>();
        for (long point = 1; point <= 5; point++) {
            timeline.promise(point).add(it -> {
                told.add(it.point());
                timeline.promise(it.point() + 10).add(next -> told.add(next.point()));
            });
        }
        timeline.advanceTo(12);
        assertThat(told).containsExactly(1L, 2L, 3L, 4L, 5L);
        timeline.advanceTo(15);
        assertThat(told).endsWith(13L, 14L, 15L);
    }
}
