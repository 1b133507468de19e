package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.RefusedException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The cases of IGT:tests/sw_sync.c and of the kernel's own sync_test.c that need one thread. */
@Tag("S9")
class SwSyncCasesTest {
    private final Timeline timeline = new Timeline("timeline");

    @Test
    @Tag("sw_sync/alloc_timeline")
    @Tag("sync_test/test_alloc_timeline")
    void allocTimelineBeginsAtZero() {
        assertThat(timeline.value()).isZero();
        timeline.close();
    }

    @Test
    @Tag("sw_sync/alloc_fence")
    @Tag("sync_test/test_alloc_fence")
    void allocFenceIsPendingAboveTheValueOnly() {
        assertThat(timeline.promise(1).status()).isEqualTo(FenceStatus.PENDING);
        assertThat(timeline.promise(0).status()).isEqualTo(FenceStatus.SIGNALED);
    }

    @Test
    @Tag("sw_sync/alloc_fence_invalid_timeline")
    @Tag("sync_test/test_alloc_fence_negative")
    void allocFenceOnAClosedTimelineIsRefused() {
        timeline.close();
        assertThatThrownBy(() -> timeline.promise(1))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("S9: timeline timeline is closed");
    }

    @Test
    @Tag("sw_sync/timeline_closed")
    void timelineClosedEndsPendingPointsWithAnError() throws Exception {
        Fence fence = timeline.promise(1);
        timeline.close();
        assertThat(fence.await(Duration.ZERO)).isTrue();
        assertThat(fence.error())
                .isInstanceOf(FenceAbandonedException.class)
                .hasMessageContaining("timeline was closed");
    }

    @Test
    @Tag("sw_sync/timeline_closed_signaled")
    void timelineClosedLeavesReachedPointsAlone() throws Exception {
        Fence fence = timeline.promise(1);
        timeline.advanceBy(1);
        timeline.close();
        assertThat(fence.await(Duration.ZERO)).isTrue();
        assertThat(fence.error()).isNull();
        assertThat(timeline.point(1).status()).isEqualTo(FenceStatus.SIGNALED);
    }

    @Test
    @Tag("sw_sync/alloc_merge_fence")
    void allocMergeFenceOutlivesItsParents() {
        Timeline other = new Timeline("other");
        SyncFile merged = SyncFile.merge(other.promise(1), timeline.promise(1));
        timeline.close();
        assertThat(merged.status()).isEqualTo(FenceStatus.PENDING);
        other.close();
        assertThat(merged.error()).isInstanceOf(FenceAbandonedException.class);
    }

    @Test
    @Tag("sw_sync/sync_busy")
    @Tag("sync_test/test_fence_one_timeline_wait")
    void syncBusyWaitsUntilThePointIsReachedAndNeverAgain() throws Exception {
        Fence fence = timeline.promise(5);
        assertThat(fence.await(Duration.ZERO)).isFalse();
        timeline.advanceBy(1);
        assertThat(fence.await(Duration.ofMillis(1))).isFalse();
        timeline.advanceBy(4);
        assertThat(fence.await(Duration.ZERO)).isTrue();
        timeline.advanceBy(5);
        assertThat(fence.await(Duration.ZERO)).isTrue();
        assertThat(timeline.value()).isEqualTo(10);
    }

    @Test
    @Tag("sw_sync/sync_merge")
    @Tag("sync_test/test_fence_one_timeline_merge")
    void syncMergeOfOneTimelineHasOneMemberTheNewest() {
        Fence one = timeline.promise(1);
        Fence two = timeline.promise(2);
        Fence three = timeline.promise(3);
        SyncFile merged = SyncFile.merge(SyncFile.merge(one, three), two);
        assertThat(merged.members()).containsExactly(three);
        assertThat(merged.activeCount()).isEqualTo(1);
        timeline.advanceTo(2);
        assertThat(merged.isSignaled()).isFalse();
        timeline.advanceTo(3);
        assertThat(merged.status()).isEqualTo(FenceStatus.SIGNALED);
        assertThat(merged.activeCount()).isZero();
    }

    @Test
    @Tag("sw_sync/sync_merge_same")
    @Tag("sync_test/test_fence_merge_same_fence")
    void syncMergeSameIsTheSame() {
        Fence fence = timeline.promise(1);
        SyncFile merged = SyncFile.merge(fence, fence);
        assertThat(merged.members()).containsExactly(fence);
        assertThat(fence.isSignaled() || merged.isSignaled()).isFalse();
        timeline.advanceBy(1);
        assertThat(fence.isSignaled() && merged.isSignaled()).isTrue();
    }

    @Test
    @Tag("sw_sync/sync_multi_timeline_wait")
    @Tag("sync_test/test_fence_multi_timeline_wait")
    void syncMultiTimelineWaitCountsWhatIsActive() throws Exception {
        List<Timeline> timelines = Stream.of("a", "b", "c").map(Timeline::new).toList();
        SyncFile all = SyncFile.merge(
                timelines.get(0).promise(5),
                timelines.get(1).promise(1),
                timelines.get(2).promise(5));
        assertThat(all.activeCount()).isEqualTo(3);
        assertThat(all.await(Duration.ZERO)).isFalse();
        int active = 3;
        for (Timeline each : timelines) {
            assertThat(all.isSignaled()).isFalse();
            each.advanceBy(5);
            active--;
            assertThat(all.activeCount()).isEqualTo(active);
        }
        assertThat(all.await(Duration.ofMillis(100))).isTrue();
    }

    @Test
    @Tag("sw_sync/sync_expired_merge")
    void syncExpiredMergeIsSignaledHoweverOftenRepeated() {
        timeline.advanceBy(100);
        SyncFile expired = SyncFile.merge(timeline.promise(1));
        for (int i = 0; i < 10_000; i++) {
            expired = SyncFile.merge(expired, expired);
            assertThat(expired.isSignaled()).isTrue();
            assertThat(expired.members()).containsExactly(Fence.signaled());
        }
    }
}
