package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Of racing ends exactly one wins, and whoever lost is told so (S13). */
@Tag("S13")
@Timeout(300)
class EndRacesTest {
    private static final int ROUNDS = 10_000;
    private static final int LATE = 100_000;
    private static final long HOLD = 100;

    private final AtomicInteger ends = new AtomicInteger();
    private final SyncQueue a = new SyncQueue("a");

    private Job submit(Dispatcher dispatcher, Client client, JobOptions options) {
        Job job = dispatcher.submit(AccessSet.exclusive(a), client, null, options);
        job.whenEnded().thenRun(ends::incrementAndGet);
        return job;
    }

    /** The owner ends, the watchdog ends, and the next may be granted by either. */
    @Test
    @Tag("S16")
    void ofReleaseAndWatchdogExactlyOneWins() throws Exception {
        CountedTimers timers = new CountedTimers();
        Dispatcher dispatcher = new Dispatcher(null, timers);
        FenceCount client = new FenceCount();
        int timedOut = 0;
        try (Race race = new Race(2)) {
            for (int round = 1; round <= ROUNDS; round++) {
                JobOptions held = JobOptions.DEFAULT.hold(Duration.ofNanos(HOLD));
                Job job = submit(dispatcher, client, held);
                boolean released = race.run(job::release, () -> {
                            timers.advanceTo(timers.nowNanos() + HOLD);
                            return true;
                        })
                        .get(0);
                timedOut += released ? 0 : 1;
                assertThat(job.outcome())
                        .isEqualTo(released ? Outcome.COMPLETED : Outcome.TIMED_OUT);
                assertThat(ends.get()).isEqualTo(round);
                assertThat(client.fenced.get()).isEqualTo(timedOut);
                assertThat(timers.waiting()).isZero();
            }
        }
        assertThat(dispatcher.lateReleases()).isEqualTo(timedOut);
    }

    @Test
    @Tag("S8")
    @Tag("C17")
    void ofGrantCancelAndExpiryExactlyOneWins() throws Exception {
        CountedTimers timers = new CountedTimers();
        Dispatcher dispatcher = new Dispatcher(null, timers);
        try (Race race = new Race(3)) {
            for (int round = 0; round < ROUNDS; round++) {
                Job owner = dispatcher.submit(AccessSet.exclusive(a), job -> {});
                long soon = timers.nowNanos() + 10;
                Job job = submit(dispatcher, each -> {}, JobOptions.DEFAULT.expiry(soon));
                List<Boolean> won = race.run(owner::release, job::cancel, () -> {
                    timers.advanceTo(soon);
                    return true;
                });
                Ending ending = job.ending();
                boolean granted = ending == null;
                assertThat(job.isGranted()).isEqualTo(granted);
                assertThat(ending != null && ending.reason() == CancelReason.CALLER)
                        .isEqualTo(won.get(1));
                assertThat(granted ? job.release() : !job.release()).isTrue();
                assertThat(ends.get()).isEqualTo(round + 1);
                assertThat(timers.waiting()).isZero();
            }
        }
    }

    @Test
    @Tag("S17")
    void ofReleaseFailureAndClosingExactlyOneWins() throws Exception {
        try (Race race = new Race(3)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                Dispatcher dispatcher = new Dispatcher();
                SyncQueue queue = new SyncQueue("own");
                FenceCount client = new FenceCount();
                Job job = dispatcher.submit(AccessSet.exclusive(queue), client);
                job.whenEnded().thenRun(ends::incrementAndGet);
                List<Boolean> won = race.run(
                        job::release,
                        () -> job.fail(new IllegalStateException("lost")),
                        () -> dispatcher.close(Duration.ZERO).abandoned().contains(job));
                assertThat(won).containsOnlyOnce(true);
                Outcome[] outcomes = {Outcome.COMPLETED, Outcome.FAILED, Outcome.ABANDONED};
                assertThat(job.outcome()).isEqualTo(outcomes[won.indexOf(true)]);
                // Also if it finds an end that was decided and is not in effect at its deadline.
                assertThat(client.fenced.get()).isBetween(won.get(2) ? 1 : 0, 1);
                assertThat(queue.poison()).isSameAs(job.cause());
                assertThat(ends.get()).isEqualTo(round + 1);
            }
        }
    }

    /** What a late owner says does nothing, is false, and is counted, however often it says it. */
    @Test
    @Tag("S5")
    @Tag("S16")
    @Tag("C21")
    void lateReleasesAfterARevocationDoNothingAndAreCounted() throws Exception {
        CountedTimers timers = new CountedTimers();
        Dispatcher dispatcher = new Dispatcher(null, timers);
        JobOptions held = JobOptions.DEFAULT.hold(Duration.ofNanos(HOLD));
        Job late = submit(dispatcher, job -> {}, held);
        timers.advanceTo(HOLD);
        Job owner = dispatcher.submit(AccessSet.exclusive(a), job -> {});
        Job behind = dispatcher.submit(AccessSet.exclusive(a), job -> {});

        try (Race race = new Race(2)) {
            race.run(() -> sayLate(late), () -> sayLate(late));
        }

        assertThat(dispatcher.lateReleases()).isEqualTo(2L * LATE);
        assertThat(late.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(owner.isGranted()).isTrue();
        assertThat(behind.isGranted()).isFalse();
        assertThat(ends.get()).isEqualTo(1);
    }

    private Object sayLate(Job late) {
        for (int i = 0; i < LATE / 2; i++) {
            boolean any = late.release() | late.release(a);
            any |= late.downgrade(a) | late.progress() | late.cancel();
            assertThat(any).isFalse();
        }
        return late;
    }

    private static final class FenceCount implements Client {
        final AtomicInteger fenced = new AtomicInteger();

        @Override
        public void granted(Job job) {}

        @Override
        public void fenceOff(Job job) {
            fenced.incrementAndGet();
        }
    }
}
