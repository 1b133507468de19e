package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Timers.Timer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** S8: times that saturate, and timers on the user's scheduler. */
@Tag("S8")
@Timeout(60)
class TimersTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "timers");
                thread.setUncaughtExceptionHandler((dying, thrown) -> uncaught.complete(thrown));
                return thread;
            });
    private final Timers timers = Timers.on(executor);

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    @Test
    void aTimeAheadIsTheSum() {
        assertThat(Timers.after(5, Duration.ofNanos(7))).isEqualTo(12);
        assertThat(Timers.after(5, Duration.ZERO)).isEqualTo(5);
        assertThat(Timers.after(5, Duration.ofNanos(-7))).isEqualTo(5);
        assertThat(Timers.after(0, Duration.ofNanos(Long.MAX_VALUE - 1)))
                .isEqualTo(Long.MAX_VALUE - 1);
    }

    @Test
    void aTimeBeyondAllTimesIsNever() {
        for (Duration far : List.of(
                Duration.ofNanos(Long.MAX_VALUE - 5),
                Duration.ofNanos(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))) {
            assertThat(Timers.after(5, far)).isEqualTo(Long.MAX_VALUE);
        }
        assertThat(Timers.after(Long.MAX_VALUE, Duration.ZERO)).isEqualTo(Long.MAX_VALUE);
        assertThat(Timers.after(Long.MAX_VALUE, Duration.ofNanos(-1))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void timesBeginAtZero() {
        assertThatThrownBy(() -> Timers.after(-1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        long first = timers.nowNanos();
        assertThat(first).isBetween(0L, HOUR);
        assertThat(timers.nowNanos()).isGreaterThanOrEqualTo(first);
    }

    @Test
    void aTaskRunsOnTheExecutorAndNotBefore() throws Exception {
        long due = timers.nowNanos() + TimeUnit.MILLISECONDS.toNanos(2);
        CompletableFuture<Long> ranAt = new CompletableFuture<>();
        CompletableFuture<String> ranOn = new CompletableFuture<>();
        timers.at(due, () -> {
            ranOn.complete(Thread.currentThread().getName());
            ranAt.complete(timers.nowNanos());
        });
        assertThat(ranAt.get()).isGreaterThanOrEqualTo(due);
        assertThat(ranOn.get()).isEqualTo("timers");
    }

    @Test
    void aTimeThatHasPassedComesSoon() throws Exception {
        for (long passed : new long[] {Long.MIN_VALUE, -1, 0}) {
            CompletableFuture<Boolean> ran = new CompletableFuture<>();
            timers.at(passed, () -> ran.complete(true));
            assertThat(ran.get()).isTrue();
        }
    }

    @Test
    void neverNeedsNoTimer() {
        Timer never = timers.at(Long.MAX_VALUE, () -> {});
        assertThat(executor.getQueue()).isEmpty();
        assertThat(never.cancel()).isFalse();
    }

    @Test
    void aTimeNearTheEndOfTimeIsFarAway() throws Exception {
        CompletableFuture<String> first = new CompletableFuture<>();
        timers.at(Long.MAX_VALUE - 1, () -> first.complete("the far one"));
        timers.at(0, () -> first.complete("the near one"));
        assertThat(first.get()).isEqualTo("the near one");
        assertThat(executor.getQueue()).hasSize(1);
    }

    @Test
    void onlyTheFirstCancelTakesTheTaskBack() {
        executor.setRemoveOnCancelPolicy(true);
        Timer timer = timers.at(HOUR, () -> {});
        assertThat(executor.getQueue()).hasSize(1);
        assertThat(timer.cancel()).isTrue();
        assertThat(timer.cancel()).isFalse();
        assertThat(executor.getQueue()).isEmpty();
    }

    @Test
    void aCancelledTaskIsLetGoThoughTheExecutorKeepsItsEntry() {
        Object kept = new Object();
        WeakReference<Object> gone = new WeakReference<>(kept);
        Timer timer = timers.at(HOUR, task(kept));
        timer.cancel();
        kept = null;

        while (gone.get() != null) {
            System.gc();
        }
        assertThat(timer.cancel()).isFalse();
    }

    private static Runnable task(Object kept) {
        return kept::hashCode;
    }

    @Test
    void whatRunsCannotBeCancelled() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Timer timer = timers.at(0, () -> {
            running.countDown();
            try {
                cancelled.await();
                interrupted.complete(Thread.interrupted());
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        running.await();
        assertThat(timer.cancel()).isFalse();
        cancelled.countDown();
        assertThat(interrupted.get()).isFalse();
    }

    @Test
    void ofRunAndCancelExactlyOneWins() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        int cancels = 0;
        for (int round = 1; round <= Race.ROUNDS; round++) {
            Timer timer = timers.at(timers.nowNanos() + round % 64 * 1_000, runs::incrementAndGet);
            while (runs.get() + cancels < round - 1) {
                Thread.onSpinWait();
            }
            cancels += timer.cancel() ? 1 : 0;
        }
        executor.submit(() -> {}).get();
        assertThat(runs.get() + cancels).isEqualTo(Race.ROUNDS);
        assertThat(cancels).isPositive();
    }

    @Test
    void whatATaskThrowsIsReportedAndTheNextRuns() throws Exception {
        IllegalStateException thrown = new IllegalStateException("from a task");
        CompletableFuture<Boolean> next = new CompletableFuture<>();
        timers.at(0, () -> {
            throw thrown;
        });
        timers.at(0, () -> next.complete(true));
        assertThat(uncaught.get()).isSameAs(thrown);
        assertThat(next.get()).isTrue();
    }

    @Test
    void aRejectionPropagates() {
        executor.shutdown();
        assertThatThrownBy(() -> timers.at(HOUR, () -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }
}
