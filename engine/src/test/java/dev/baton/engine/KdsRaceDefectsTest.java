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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The defects of the published drops of kds.c in races and blocking waits: none of them is here. */
@Timeout(60)
class KdsRaceDefectsTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofNanos(1_000);

    private final Dispatcher dispatcher = new Dispatcher();
    private final AtomicInteger told = new AtomicInteger();
    private final Client counting = job -> told.incrementAndGet();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final AccessSet set = AccessSet.exclusive(a);

    /** kds.c v0: the reader ends and the writer behind it is cancelled; the next reader hung. */
    @Test
    @Tag("KDS3")
    @Tag("S14")
    void kds3ReaderBehindIsGrantedOnceHoweverEndAndCancellationRace() throws Exception {
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Job reader = dispatcher.submit(AccessSet.shared(a), job -> {});
                Job writer = exclusive(a);
                told.set(0);
                Job behind = dispatcher.submit(AccessSet.shared(a), counting);

                boolean cancelled = race.run(reader::release, writer::cancel).get(1);

                assertThat(cancelled || writer.release()).isTrue();
                assertThat(told.get()).isEqualTo(1);
                assertThat(behind.release()).isTrue();
            }
        }
    }

    /** kds.c v0 and v1: a lock of the CPU that was not waited for left its count behind. */
    @Test
    @Tag("KDS4")
    @Tag("S5")
    @Tag("S13")
    void kds4CpuLockThatIsOverInAnyWayLeavesNothing() throws Exception {
        Ownership closedTwice = dispatcher.acquire(set, LONG);
        closedTwice.close();
        closedTwice.close();
        assertNothingIsLeft();

        Ownership releasedByHand = dispatcher.acquire(set, LONG);
        releasedByHand.job().release();
        releasedByHand.close();
        assertNothingIsLeft();

        Ownership contended = dispatcher.acquire(AccessSet.shared(a), LONG);
        Job waiting = exclusive(a);
        contended.close();
        assertThat(waiting.release()).isTrue();
        assertNothingIsLeft();

        Job owner = exclusive(a);
        for (Duration timeout : List.of(Duration.ZERO, SHORT)) {
            assertThatThrownBy(() -> dispatcher.acquire(set, timeout))
                    .isInstanceOf(TimeoutException.class);
        }
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> dispatcher.acquire(set, LONG))
                .isInstanceOf(InterruptedException.class);
        owner.release();
        assertNothingIsLeft();
    }

    /** A writer gets in at once, and no other beside it. */
    private void assertNothingIsLeft() {
        Job writer = exclusive(a);
        Job next = exclusive(a);
        assertThat(writer.isGranted()).isTrue();
        assertThat(next.isGranted()).isFalse();
        writer.release();
        assertThat(next.release()).isTrue();
    }

    /** kds.c v1: a grant came between the placing and the writing of the caller's pointer. */
    @Test
    @Tag("KDS5")
    @Tag("K7")
    @Tag("S18")
    void kds5GrantThatOvertakesSubmitCarriesTheJobAndEndsItOnce() throws Exception {
        AtomicReference<Job> granted = new AtomicReference<>();
        Client releasing = job -> {
            told.incrementAndGet();
            granted.set(job);
            job.release();
        };
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Job owner = exclusive(a);
                told.set(0);

                Object returned = race.<Object>run(
                                owner::release, () -> dispatcher.submit(set, releasing))
                        .get(1);

                assertThat(told.get()).isEqualTo(1);
                assertThat(granted.get()).isSameAs(returned);
                assertThat(granted.get().outcome()).isEqualTo(Outcome.COMPLETED);
            }
        }
        assertThat(dispatcher.lateReleases()).isZero();
    }

    /** kds.c, all drops: the granter still touched the set of a waiter that had timed out. */
    @Test
    @Tag("KDS6")
    @Tag("K8")
    @Tag("S13")
    @Tag("C18")
    void kds6LateWakeUpOfATimedOutWaiterGrantsItNothingElse() throws Exception {
        exclusive(b);
        Callable<Boolean> waitsForOneThenForTheOther = () -> {
            owns(set);
            return owns(AccessSet.exclusive(b));
        };
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Job owner = exclusive(a);

                List<Boolean> results = race.run(waitsForOneThenForTheOther, owner::release);

                assertThat(results).containsExactly(false, true);
                assertThat(exclusive(a).release()).isTrue();
            }
        }
    }

    private boolean owns(AccessSet wanted) throws InterruptedException {
        try (Ownership ownership = dispatcher.acquire(wanted, SHORT)) {
            return ownership.job().isGranted();
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** kds.c v1: two releases at once took the set out of its lists twice. */
    @Test
    @Tag("KDS7")
    @Tag("K3")
    @Tag("S13")
    void kds7DoubleReleaseCountsOnceForWhoWaitsElsewhere() throws Exception {
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Job holder = exclusive(b);
                Job owner = exclusive(a);
                Job waiting = exclusive(a, b);

                List<Boolean> won = race.run(owner::release, owner::release);

                assertThat(won).containsOnlyOnce(true);
                assertThat(waiting.isGranted()).isFalse();
                holder.release();
                assertThat(waiting.release()).isTrue();
            }
        }
    }

    /** kds.c, all drops: kds_waitall returned NULL for the timeout and for want of memory. */
    @Test
    @Tag("KDS10")
    @Tag("S4")
    @Tag("S13")
    @Tag("C18")
    void kds10AcquireTellsTimeoutFromEveryOtherFailure() {
        SyncQueue closed = new SyncQueue("closed");
        dispatcher.close(closed);
        Job owner = exclusive(a);

        for (Duration timeout : List.of(Duration.ZERO, SHORT)) {
            assertThatThrownBy(() -> dispatcher.acquire(set, timeout))
                    .isExactlyInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> dispatcher.acquire(AccessSet.exclusive(a, closed), timeout))
                    .isExactlyInstanceOf(RefusedException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> dispatcher.acquire(set, timeout))
                    .isExactlyInstanceOf(InterruptedException.class);
        }
        owner.release();
        assertThat(exclusive(a).isGranted()).isTrue();
    }

    private Job exclusive(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), job -> {});
    }
}
