package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Each way in which a blocking acquire fails is told apart, and none leaves anything (S13). */
@Tag("S13")
@Timeout(60)
class AcquireFailureTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Client KEEPS = job -> {};

    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final AccessSet set = AccessSet.exclusive(a, b);
    private final Exception cause = new Exception("device lost");

    @AfterEach
    void nothingIsLeft() {
        assertThat(a.isReady(AccessMode.EXCLUSIVE)).isTrue();
        assertThat(b.isReady(AccessMode.EXCLUSIVE)).isTrue();
        observed.assertLawsHold();
    }

    private void poison() {
        assertThat(dispatcher.submit(set, KEEPS).fail(cause)).isTrue();
    }

    private void acquire(JobOptions options) throws Exception {
        dispatcher.acquire(set, LONG, options).close();
    }

    @Test
    void runningOutOfTimeIsATimeout() {
        Job owner = dispatcher.submit(AccessSet.exclusive(a), KEEPS);

        assertThatThrownBy(() -> dispatcher.acquire(set, Duration.ofNanos(1)))
                .isInstanceOf(TimeoutException.class);

        owner.release();
        assertThat(observed.events).last().hasFieldOrPropertyWithValue("job", owner.id());
    }

    @Test
    @Tag("S15")
    void failingOnBehindAFailedWriterCarriesItsCause() {
        poison();
        assertThatThrownBy(() -> acquire(JobOptions.DEFAULT.onPoison(PoisonPolicy.FAIL)))
                .isInstanceOf(ExecutionException.class)
                .hasCause(cause);
        assertThat(b.poison()).isSameAs(cause);
    }

    @Test
    @Tag("S15")
    void beingSkippedBehindAFailedWriterIsACancellation() {
        poison();
        assertThatThrownBy(() -> acquire(JobOptions.DEFAULT.onPoison(PoisonPolicy.SKIP)))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("SKIPPED");
    }

    @Test
    @Tag("S15")
    void byDefaultItOwnsWhatIsPoisonedAndMaySeeIt() throws Exception {
        poison();
        try (Ownership ownership = dispatcher.acquire(set, Duration.ZERO)) {
            assertThat(ownership.job().poison()).isSameAs(cause);
        }
        assertThat(a.poison()).isNull();
    }

    @Test
    @Tag("S8")
    void expiryIsACancellation() {
        observed.timers.advanceTo(10);
        Job owner = dispatcher.submit(set, KEEPS);
        assertThatThrownBy(() -> acquire(JobOptions.DEFAULT.expiry(5)))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("EXPIRED");
        owner.release();
    }

    @Test
    @Tag("S17")
    void closingTheDispatcherWhileParkedIsACancellation() throws Exception {
        Dispatcher closing = new Dispatcher();
        SyncQueue queue = new SyncQueue("queue");
        Job owner = closing.submit(AccessSet.exclusive(queue), KEEPS);

        whileParked(
                () -> closing.close(Duration.ZERO),
                () -> assertThatThrownBy(() -> closing.acquire(AccessSet.exclusive(queue), LONG))
                        .isInstanceOf(CancellationException.class)
                        .hasMessageContaining("CLIENT_CLOSED"));

        assertThat(owner.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThatThrownBy(() -> closing.acquire(AccessSet.shared(b), LONG))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.rule()).isEqualTo("S17"));
    }

    @Test
    void interruptWhileParkedIsOne() throws Exception {
        Job owner = dispatcher.submit(AccessSet.exclusive(b), KEEPS);
        Thread waiter = Thread.currentThread();

        whileParked(
                waiter::interrupt,
                () -> assertThatThrownBy(() -> dispatcher.acquire(set, LONG))
                        .isInstanceOf(InterruptedException.class));

        assertThat(Thread.interrupted()).isFalse();
        owner.release();
    }

    /** The thread that waits owned the buffers already, and did not wake up in time. */
    @Test
    @Tag("S17")
    void ownershipTakenBeforeTheThreadWokeUpCarriesItsCause() {
        Dispatcher closing = new Dispatcher();
        AccessSet one = AccessSet.exclusive(new SyncQueue("queue"));
        Job job = closing.submit(one, new Acquisition.Waiter(null, true));
        assertThat(job.isGranted()).isTrue();
        closing.close(Duration.ZERO);

        assertThatThrownBy(() -> new Acquisition(job, LONG).await())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("ABANDONED")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("S17")
    void whatFallsBehindAClosingIsRefused() throws Exception {
        Dispatcher unobserved = new Dispatcher(); // the laws are for one thread
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                SyncQueue first = new SyncQueue("first");
                SyncQueue second = new SyncQueue("second");
                race.run(() -> isOwned(unobserved, AccessSet.exclusive(first, second)), () -> {
                    unobserved.close(second);
                    return true;
                });
                assertThat(first.isReady(AccessMode.EXCLUSIVE)).isTrue();
            }
        }
    }

    private static boolean isOwned(Dispatcher dispatcher, AccessSet wanted) throws Exception {
        try (Ownership ownership = dispatcher.acquire(wanted, LONG)) {
            return ownership.job().isGranted();
        } catch (RefusedException refused) {
            assertThat(refused.rule()).isIn("S4", "S17");
            return false;
        }
    }

    /** Runs something on another thread as soon as this one is parked in what it does. */
    private static void whileParked(Runnable then, Runnable wait) throws Exception {
        Thread waiter = Thread.currentThread();
        Thread other = new Thread(() -> {
            while (waiter.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            then.run();
        });
        other.start();
        wait.run();
        other.join();
    }
}
