package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

/** Blocking acquire (S5, S13): owned, timed out or interrupted, and nothing leaks. */
@Timeout(60)
class AcquireTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final AccessSet set = AccessSet.exclusive(a);

    @AfterEach
    void nothingIsLeftOwnedOrWaiting() {
        Job last = dispatcher.submit(set, client);
        assertThat(last.isGranted()).isTrue();
    }

    @Test
    @Tag("S3")
    void freeBuffersAreOwnedUntilClosed() throws Exception {
        Job behind;
        try (Ownership ownership = dispatcher.acquire(set, Duration.ZERO)) {
            assertThat(ownership.job().isGranted()).isTrue();
            behind = dispatcher.submit(set, client);
            assertThat(behind.isGranted()).isFalse();
        }
        assertThat(behind.release()).isTrue();
    }

    @Test
    void closingTwiceIsNotLate() throws Exception {
        Ownership ownership = dispatcher.acquire(set, LONG);
        ownership.close();
        ownership.close();

        assertThat(dispatcher.lateReleases()).isZero();
        assertThat(ownership.job().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void zeroAndNegativeTimeoutsOnlyTry() {
        Job owner = dispatcher.submit(set, client);
        for (Duration timeout : List.of(
                Duration.ZERO,
                Duration.ofNanos(-1),
                Duration.ofNanos(Long.MIN_VALUE),
                Duration.ofSeconds(Long.MIN_VALUE))) {
            assertThatThrownBy(() -> dispatcher.acquire(set, timeout))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("a");
        }
        owner.release();
    }

    @Test
    void zeroTimeoutTakesNoPlaceInVain() {
        Job owner = dispatcher.submit(set, client);
        Place last = a.tailAcquire();

        assertThatThrownBy(() -> dispatcher.acquire(set, Duration.ZERO))
                .isInstanceOf(TimeoutException.class);

        assertThat(a.tailAcquire()).isSameAs(last);
        owner.release();
    }

    @Test
    @Tag("S4")
    void closedQueueIsRefusedAlsoBesideOneThatIsNotFree() {
        Job owner = dispatcher.submit(set, client);
        SyncQueue closed = new SyncQueue("closed");
        dispatcher.close(closed);

        assertThatThrownBy(() -> dispatcher.acquire(AccessSet.exclusive(a, closed), Duration.ZERO))
                .isInstanceOf(RefusedException.class);
        owner.release();
    }

    @Test
    @Tag("S13")
    @Tag("S14")
    void timeoutGivesThePlaceUp() {
        Job owner = dispatcher.submit(set, client);
        long start = System.nanoTime();

        assertThatThrownBy(() -> dispatcher.acquire(set, Duration.ofMillis(20)))
                .isInstanceOf(TimeoutException.class);

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(20_000_000);
        owner.release();
    }

    @Test
    @Tag("S3")
    void releaseWakesTheWaiter() throws Exception {
        Job owner = dispatcher.submit(set, client);
        CountDownLatch waiting = new CountDownLatch(1);
        try (Race race = new Race(2)) {
            race.run(
                    () -> {
                        waiting.countDown();
                        dispatcher
                                .acquire(set, Duration.ofSeconds(Long.MAX_VALUE))
                                .close();
                        return null;
                    },
                    () -> {
                        waiting.await();
                        return owner.release();
                    });
        }
    }

    @Test
    void interruptedBeforeIsRefusedAtOnce() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> dispatcher.acquire(set, LONG))
                .isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void interruptEndsTheWait() throws Exception {
        Job owner = dispatcher.submit(set, client);
        Thread waiter = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (waiter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            waiter.interrupt();
        });
        interrupter.start();

        assertThatThrownBy(() -> dispatcher.acquire(set, LONG))
                .isInstanceOf(InterruptedException.class);

        interrupter.join();
        owner.release();
    }

    @Test
    @Tag("S4")
    void closedQueueIsRefused() {
        SyncQueue closed = new SyncQueue("closed");
        dispatcher.close(closed);

        assertThatThrownBy(() -> dispatcher.acquire(AccessSet.exclusive(closed), LONG))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.rule()).isEqualTo("S4"));
    }
}
