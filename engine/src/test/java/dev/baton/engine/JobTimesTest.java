package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;

/** Times that jobs carry: what is refused, what is told, and what happens at the end of time (S8). */
@Tag("S8")
class JobTimesTest {
    private static final long YEAR = Duration.ofDays(365).toNanos();
    private static final List<JobOptions> TIMED = List.of(
            JobOptions.DEFAULT.notBefore(10),
            JobOptions.DEFAULT.deadline(10),
            JobOptions.DEFAULT.expiry(10),
            JobOptions.DEFAULT.hold(Duration.ofNanos(10)));

    private final CountedTimers timers = new CountedTimers();
    private final Dispatcher dispatcher = new Dispatcher(null, timers);
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");

    private Job exclusive(JobOptions options) {
        return dispatcher.submit(AccessSet.exclusive(a), client, null, options);
    }

    @Test
    void withoutTimersEveryTimeIsRefusedAndNothingIsPlaced() {
        Dispatcher timeless = new Dispatcher();
        for (JobOptions options : TIMED) {
            assertRefused(
                    () -> timeless.submit(AccessSet.exclusive(a), client, null, options), "S8");
        }
        assertThat(a.tailAcquire()).isNull();
        assertThat(timeless.submit(AccessSet.exclusive(a), client).isGranted()).isTrue();
    }

    @Test
    void whatContradictsItselfIsRefused() {
        assertRefused(() -> JobOptions.DEFAULT.notBefore(-1), "S8");
        assertRefused(() -> JobOptions.DEFAULT.deadline(-1), "S8");
        assertRefused(() -> JobOptions.DEFAULT.expiry(-1), "S8");
        assertRefused(() -> JobOptions.DEFAULT.notBefore(10).expiry(10), "S8");
        assertRefused(() -> JobOptions.DEFAULT.notBefore(Long.MAX_VALUE), "S8");
    }

    private static void assertRefused(Runnable request, String rule) {
        assertThatThrownBy(request::run)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.rule()).isEqualTo(rule));
    }

    @Test
    void clientReadsTheDeadlineAndNothingHappensAtIt() {
        Job job = exclusive(JobOptions.DEFAULT.deadline(100));

        assertThat(job.options().deadlineNanos()).isEqualTo(100);
        assertThat(timers.waiting()).isZero();
        timers.advanceTo(200);
        assertThat(job.isGranted()).isTrue();
        assertThat(exclusive(JobOptions.DEFAULT).options().deadlineNanos())
                .isEqualTo(Long.MAX_VALUE);
    }

    /** A sum that overflowed would come at once (M33), or be a negative time, which is refused. */
    @ParameterizedTest
    @ValueSource(longs = {1, 10, 1_000_000_000, Long.MAX_VALUE / 2, Long.MAX_VALUE - 1})
    void timesNearTheEndOfTimeComeNeitherEarlyNorNegative(long beforeTheEnd) {
        timers.advanceTo(Long.MAX_VALUE - beforeTheEnd);
        Job held = exclusive(JobOptions.DEFAULT.hold(Duration.ofSeconds(Long.MAX_VALUE)));
        Job expiring = exclusive(JobOptions.DEFAULT.expiry(Long.MAX_VALUE - 1));

        timers.advanceTo(Math.max(timers.nowNanos(), Long.MAX_VALUE - 2));
        assertThat(held.progress()).isTrue();
        assertThat(expiring.ending() == null).isEqualTo(beforeTheEnd > 1);
        timers.advanceTo(Long.MAX_VALUE);
        assertThat(expiring.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(held.release()).isTrue();
    }

    @Test
    void notBeforeTheLastInstantIsGrantedThen() {
        timers.advanceTo(Long.MAX_VALUE - 10);
        Job job = exclusive(JobOptions.DEFAULT.notBefore(Long.MAX_VALUE - 1));

        timers.advanceTo(Long.MAX_VALUE - 2);
        assertThat(job.isGranted()).isFalse();
        timers.advanceTo(Long.MAX_VALUE - 1);
        assertThat(job.isGranted()).isTrue();
    }

    /** The engine looks at no clock between the timers' own tasks (M32). */
    @Test
    void clockThatJumpsChangesNothingUntilItsTimersRun() {
        long[] jump = new long[1];
        Dispatcher jumping = new Dispatcher(null, new Timers() {
            @Override
            public long nowNanos() {
                return timers.nowNanos() + jump[0];
            }

            @Override
            public Timer at(long atNanos, Runnable task) {
                return timers.at(atNanos, task);
            }
        });
        JobOptions held = JobOptions.DEFAULT.hold(Duration.ofNanos(100));
        Job owner = jumping.submit(AccessSet.exclusive(a), client, null, held);
        Job expiring = jumping.submit(
                AccessSet.exclusive(a), client, null, JobOptions.DEFAULT.expiry(1_000));
        SyncQueue b = new SyncQueue("b");
        Job later = jumping.submit(
                AccessSet.exclusive(b), client, null, JobOptions.DEFAULT.notBefore(500));

        jump[0] = YEAR;

        assertThat(owner.progress()).isTrue();
        assertThat(owner.isGranted()).isTrue();
        assertThat(expiring.ending()).isNull();
        assertThat(later.isGranted()).isFalse();
        assertThat(owner.release()).isTrue();
        assertThat(expiring.isGranted()).isTrue();
        timers.advanceTo(500);
        assertThat(later.isGranted()).isTrue();
    }

    @Test
    void whateverTheEndNoTimerOfTheJobIsLeft() {
        JobOptions all =
                JobOptions.DEFAULT.notBefore(10).expiry(1_000).hold(Duration.ofNanos(1_000));
        exclusive(all).cancel();
        assertThat(timers.waiting()).isZero();

        Job released = exclusive(all);
        Job failed = exclusive(all);
        timers.advanceTo(10);
        released.release();
        failed.fail(new IllegalStateException("of the device"));
        assertThat(timers.waiting()).isZero();

        exclusive(all.notBefore(20));
        dispatcher.close(Duration.ZERO);
        assertThat(timers.waiting()).isZero();
    }

    /** A scheduler that was shut down: without its timer the job would be held for ever (S13). */
    @Test
    @Tag("S13")
    void jobWhoseTimerIsRejectedFailsAndLetsTheNextGo() {
        ScheduledExecutorService shutDown = Executors.newSingleThreadScheduledExecutor();
        shutDown.shutdownNow();
        Dispatcher late = new Dispatcher(null, Timers.on(shutDown));
        long soon = Duration.ofSeconds(5).toNanos();
        List<JobOptions> timed = List.of(
                JobOptions.DEFAULT.notBefore(soon),
                JobOptions.DEFAULT.expiry(soon),
                JobOptions.DEFAULT.hold(Duration.ofNanos(soon)));
        Job owner = late.submit(AccessSet.exclusive(a), client);
        for (JobOptions options : timed) {
            SyncQueue free = new SyncQueue("free");
            Job atOnce = late.submit(AccessSet.exclusive(free), client, null, options);
            assertThat(atOnce.cause()).isInstanceOf(RejectedExecutionException.class);
            assertThat(late.submit(AccessSet.exclusive(free), client).isGranted())
                    .isTrue();
        }
        Job waiting = late.submit(AccessSet.exclusive(a), client, null, timed.get(2));
        Job behind = late.submit(AccessSet.exclusive(a), client);

        assertThat(owner.release()).isTrue();

        assertThat(waiting.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(waiting.cause()).isInstanceOf(RejectedExecutionException.class);
        assertThat(behind.isGranted()).isTrue();
        assertThat(client.jobs()).doesNotContain(waiting);
    }
}
