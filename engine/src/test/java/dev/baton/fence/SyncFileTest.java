package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Race;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

@Tag("S9")
@Timeout(60)
class SyncFileTest {
    private final FenceSource a = new FenceSource("a");
    private final FenceSource b = new FenceSource("b");
    private final SyncFile file = SyncFile.merge(a.fence(), b.fence());

    /** How a fence keeps its callbacks: null if there are none. */
    private static @Nullable Object callbacksOf(Fence fence) throws Exception {
        var state = Fence.class.getDeclaredField("state");
        state.setAccessible(true);
        return state.get(fence);
    }

    @Test
    void nothingToWaitForIsTheOneStub() {
        a.signal();
        SyncFile nothing = SyncFile.merge(SyncFile.merge(), a.fence());
        assertThat(nothing.members()).containsExactly(Fence.signaled());
        assertThat(nothing.status()).isEqualTo(FenceStatus.SIGNALED);
        assertThat(nothing.activeCount()).isZero();
    }

    @Test
    void statusOfEachMemberIsSeen() {
        b.fail(new IllegalStateException());
        assertThat(file.members())
                .extracting(Fence::status)
                .containsExactly(FenceStatus.PENDING, FenceStatus.FAILED);
        assertThat(file.status()).isEqualTo(FenceStatus.PENDING);
        assertThat(file.activeCount()).isEqualTo(1);
    }

    @Test
    void errorIsThatOfTheFirstMemberWhicheverFailedFirst() {
        IllegalStateException ofA = new IllegalStateException();
        b.fail(new IllegalArgumentException());
        a.fail(ofA);
        assertThat(file.error()).isSameAs(ofA);
    }

    @Test
    void errorOfADroppedMemberIsKeptThroughFurtherMerges() {
        IllegalStateException error = new IllegalStateException();
        b.fail(error);
        SyncFile merged = SyncFile.merge(a.fence(), b.fence(), Fence.signaled());
        assertThat(merged.members()).containsExactly(a.fence());
        assertThat(merged.error()).isNull();
        SyncFile again = SyncFile.merge(merged);
        a.signal();
        assertThat(merged.error()).isSameAs(error);
        assertThat(again.error()).isSameAs(error);
        assertThat(SyncFile.merge(again).error()).isSameAs(error);
    }

    @Test
    void droppedSnapshotLeavesNothingOnItsMembers() throws Exception {
        file.isSignaled();
        assertThat(callbacksOf(a.fence())).isNull();
        Callback callback = file.add(it -> {});
        assertThat(callbacksOf(a.fence())).isInstanceOf(Callback.class);
        callback.remove();
        assertThat(Callback.firstLive((Callback) callbacksOf(a.fence()))).isNull();
    }

    /** Each is taken back when the next has come, as by waiters that overlap. */
    @Test
    void callbacksTakenBackDoNotPileUpOnAMemberThatStaysPending() throws Exception {
        Callback last = file.add(it -> {});
        for (int i = 0; i < 10 * Fence.SWEEP_EVERY; i++) {
            Callback next = file.add(it -> {});
            last.remove();
            last = next;
        }
        int linked = 0;
        for (Callback at = (Callback) callbacksOf(a.fence()); at != null; at = at.next) {
            linked++;
        }
        assertThat(linked).isLessThanOrEqualTo(Fence.SWEEP_EVERY + 2);
    }

    @Test
    void callbackIsRefusedWhenAllHaveSignaledThoughNobodyHasLooked() {
        a.signal();
        b.signal();
        List<Fence> told = new ArrayList<>();
        assertThat(file.add(told::add)).isNull();
        assertThat(told).isEmpty();
    }

    @Test
    void callbacksRunOnceWithTheLastMember() {
        List<String> told = new ArrayList<>();
        file.add(it -> told.add("first"));
        file.add(it -> told.add("second"));
        a.signal();
        assertThat(told).isEmpty();
        b.signal();
        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void oneCallbackTakenBackLeavesTheOther() {
        List<String> told = new ArrayList<>();
        Callback first = file.add(it -> told.add("first"));
        file.add(it -> told.add("second"));
        first.remove();
        a.signal();
        b.signal();
        assertThat(told).containsExactly("second");
    }

    /** The last member signals while a callback comes: it is refused, or runs. */
    @Test
    void callbackThatRacesTheLastMemberIsNotLost() throws Exception {
        try (Race race = new Race(3)) {
            for (int i = 0; i < Race.ROUNDS; i++) {
                FenceSource one = new FenceSource("one");
                FenceSource two = new FenceSource("two");
                SyncFile both = SyncFile.merge(one.fence(), two.fence());
                AtomicInteger ran = new AtomicInteger();
                List<Object> results = race.<Object>run(
                        one::signal,
                        two::signal,
                        () -> both.add(it -> ran.incrementAndGet()) == null ? 0 : 1);
                assertThat(results).containsExactly(true, true, ran.get());
                assertThat(both.isSignaled()).isTrue();
            }
        }
    }

    @Test
    void hintReachesEveryMember() {
        file.hintDeadline(7);
        assertThat(file.members()).allMatch(member -> member.deadlineNanos() == 7);
    }
}
