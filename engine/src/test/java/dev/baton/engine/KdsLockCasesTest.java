package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/** Who lets go, and who gives up waiting: KDS's releasers and its blocking waits, as cases. */
@Timeout(60)
class KdsLockCasesTest {
    private static final int LOCKS = 1_000;

    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");

    /** KDS-doc scenario 3: a completion and a cancellation both release one set. */
    @Test
    @Tag("K3")
    @Tag("S5")
    @Tag("S13")
    void k3OfTwoReleasersOneWinsAndTheOtherIsLate() throws Exception {
        try (Race race = new Race(2)) {
            for (int round = 1; round <= Race.ROUNDS; round++) {
                Job owner = exclusive(a);
                Job next = exclusive(a);
                Job last = exclusive(a);

                List<Boolean> won = race.run(owner::release, owner::release);

                assertThat(won).containsExactlyInAnyOrder(true, false);
                assertThat(dispatcher.lateReleases()).isEqualTo(round);
                assertThat(next.isGranted()).isTrue();
                assertThat(last.isGranted()).isFalse();
                assertThat(next.release() && last.release()).isTrue();
            }
        }
    }

    /** kds.c v0 and v1, KDS4: locks of the CPU that nobody contends. */
    @Test
    @Tag("K6")
    @Tag("S5")
    void k6CpuLocksLeaveNothingThatBlocksOrIsBypassed() throws Exception {
        for (int i = 0; i < LOCKS; i++) {
            dispatcher.acquire(AccessSet.exclusive(a), Duration.ZERO).close();
            dispatcher.acquire(AccessSet.shared(a), Duration.ZERO).close();
        }

        Job owner = exclusive(a);
        Job next = exclusive(a);
        assertThat(client.jobs()).containsExactly(owner);
        for (AccessMode mode : List.of(AccessMode.SHARED, AccessMode.EXCLUSIVE)) {
            assertThatThrownBy(() -> dispatcher.acquire(Queues.set(mode, a), Duration.ZERO))
                    .isInstanceOf(TimeoutException.class);
        }
        owner.release();
        assertThat(next.release()).isTrue();
        assertThat(exclusive(a).isGranted()).isTrue();
    }

    /** kds.c, KDS6: the timeout races the grant; the buffers are owned or given up, never lost. */
    @Test
    @Tag("K8")
    @Tag("S13")
    void k8OfTimeoutAndGrantExactlyOneWins() throws Exception {
        AccessSet set = AccessSet.exclusive(a);
        Callable<Boolean> acquire = () -> {
            try (Ownership ownership = dispatcher.acquire(set, Duration.ofNanos(1_000))) {
                return ownership.job().isGranted();
            } catch (TimeoutException e) {
                return true;
            }
        };
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Job owner = exclusive(a);
                assertThat(race.run(acquire, owner::release)).containsOnly(true);
                assertThat(dispatcher.submit(set, Job::release).outcome())
                        .isEqualTo(Outcome.COMPLETED);
            }
        }
    }

    private Job exclusive(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), client);
    }
}
