package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** A queue has one order of jobs, and so one dispatcher (S1). */
@Tag("S1")
class HomeTest {
    private static final Client KEEPS = job -> {};

    private final Dispatcher home = new Dispatcher();
    private final Dispatcher other = new Dispatcher();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    @Test
    void jobsOfTwoDispatchersDoNotMeetInOneQueue() {
        home.submit(AccessSet.exclusive(a), KEEPS).release();

        for (ThrowingCallable entrance : List.<ThrowingCallable>of(
                () -> other.submit(AccessSet.shared(a), KEEPS),
                () -> other.submit(AccessSet.exclusive(b, a), KEEPS),
                () -> other.acquire(AccessSet.exclusive(a), Duration.ofSeconds(9)),
                () -> other.close(a))) {
            assertThatThrownBy(entrance)
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.rule()).isEqualTo("S1"))
                    .hasMessageContaining("names a of another dispatcher");
        }
        assertThat(home.submit(AccessSet.exclusive(a), KEEPS).isGranted()).isTrue();
        assertThatThrownBy(() -> other.whenReady(a, AccessMode.EXCLUSIVE))
                .isInstanceOf(RefusedException.class);
        assertThat(home.submit(AccessSet.exclusive(a), KEEPS).isGranted()).isFalse();
    }

    @Test
    void refusedJobLeavesNoPlaceInItsOtherQueues() {
        home.submit(AccessSet.exclusive(b), KEEPS).release();
        assertThatThrownBy(() -> other.submit(AccessSet.exclusive(a, b), KEEPS))
                .isInstanceOf(RefusedException.class);

        assertThat(a.tailAcquire()).isNull();
    }

    @Test
    void unorderedUseTakesNoPlaceAndIsNobodysConcern() {
        home.submit(AccessSet.exclusive(a), KEEPS);
        Job job = other.submit(AccessSet.builder().unordered(a).build(), KEEPS);
        assertThat(job.isGranted()).isTrue();
    }

    @Test
    void ofTwoFirstJobsThatRaceOneDispatcherWins() throws Exception {
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                SyncQueue queue = new SyncQueue("queue");
                AccessSet set = AccessSet.exclusive(queue);
                List<Boolean> accepted =
                        race.run(() -> isAccepted(home, set), () -> isAccepted(other, set));
                assertThat(accepted).containsOnlyOnce(true);
            }
        }
    }

    private static boolean isAccepted(Dispatcher dispatcher, AccessSet set) {
        try {
            dispatcher.submit(set, Job::release);
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }
}
