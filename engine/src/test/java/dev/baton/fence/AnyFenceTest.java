package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Race;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

@Tag("S9")
@Timeout(60)
class AnyFenceTest {
    private final FenceSource a = new FenceSource("a");
    private final FenceSource b = new FenceSource("b");
    private final AnyFence any = Fence.anyOf(List.of(a.fence(), b.fence()));

    @Test
    void indexIsOfTheFirstToSignal() {
        assertThat(any.index()).isEqualTo(-1);
        b.signal();
        assertThat(any.index()).isEqualTo(1);
        a.signal();
        assertThat(any.index()).isEqualTo(1);
        assertThat(any.status()).isEqualTo(FenceStatus.SIGNALED);
    }

    @Test
    void errorIsOfTheFirstToSignal() {
        IllegalStateException error = new IllegalStateException();
        b.fail(error);
        a.signal();
        assertThat(any.error()).isSameAs(error);
    }

    @Test
    void ofThoseThatHadSignaledTheFirstInTheListCounts() {
        b.signal();
        a.signal();
        AnyFence late = Fence.anyOf(List.of(new FenceSource("c").fence(), a.fence(), b.fence()));
        assertThat(late.index()).isEqualTo(1);
    }

    @Test
    void membersThatStayPendingLetGo() throws Exception {
        b.signal();
        var state = Fence.class.getDeclaredField("state");
        state.setAccessible(true);
        assertThat(Callback.firstLive((Callback) state.get(a.fence()))).isNull();
    }

    @Test
    void snapshotMayBeAMember() {
        AnyFence nested = Fence.anyOf(List.of(SyncFile.merge(a.fence(), b.fence())));
        a.signal();
        assertThat(nested.index()).isEqualTo(-1);
        b.signal();
        assertThat(nested.index()).isZero();
    }

    @Test
    void hintReachesEveryMember() {
        any.hintDeadline(7);
        assertThat(any.members()).allMatch(member -> member.deadlineNanos() == 7);
    }

    /** Which one it was, what its error is, and who is told agree, also while it is being made. */
    @Test
    void membersThatRaceMakeOneFirst() throws Exception {
        try (Race race = new Race(3)) {
            for (int i = 0; i < Race.ROUNDS; i++) {
                FenceSource well = new FenceSource("well");
                FenceSource failed = new FenceSource("failed");
                AtomicInteger told = new AtomicInteger();
                List<Object> results = race.<Object>run(
                        well::signal, () -> failed.fail(new IllegalStateException()), () -> {
                            AnyFence made = Fence.anyOf(List.of(well.fence(), failed.fence()));
                            if (made.add(it -> told.incrementAndGet()) == null) {
                                told.incrementAndGet();
                            }
                            return made;
                        });
                AnyFence made = (AnyFence) results.get(2);
                assertThat(told).hasValue(1);
                assertThat(made.index()).isEqualTo(made.error() == null ? 0 : 1);
            }
        }
    }
}
