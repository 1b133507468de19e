package dev.baton.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Timers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

@Timeout(20)
class ThreadLoopTest {
    private final ThreadLoop loop = new ThreadLoop(System.nanoTime(), 1);
    private final Thread thread = new Thread(loop, "device");
    private final CompletableFuture<Throwable> thrown = new CompletableFuture<>();

    @BeforeEach
    void start() {
        thread.setUncaughtExceptionHandler((dead, why) -> thrown.complete(why));
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
        thread.join();
    }

    @Test
    void everythingPostedByManyThreadsRunsOnTheLoopsOwn() throws InterruptedException {
        int each = 20_000;
        CountDownLatch all = new CountDownLatch(2 * each);
        List<Thread> seen = new ArrayList<>();
        Runnable task = () -> {
            if (seen.isEmpty() || Thread.currentThread() != seen.get(0)) {
                seen.add(Thread.currentThread());
            }
            all.countDown();
        };
        Runnable poster = () -> {
            for (int i = 0; i < each; i++) {
                loop.post(task);
            }
        };
        Thread other = new Thread(poster);
        other.start();
        poster.run();
        other.join();
        all.await();
        assertThat(seen).containsExactly(thread);
    }

    @Test
    void timedTasksRunInOrderAndNotBeforeTheirTime() {
        CompletableFuture<List<Long>> done = new CompletableFuture<>();
        List<Long> ran = new ArrayList<>();
        long start = loop.nowNanos();
        loop.post(
                () -> { // both before either can run, however late this thread is
                    loop.at(start + 4_000_000, "late", () -> {
                        ran.add(loop.nowNanos());
                        done.complete(ran);
                    });
                    loop.at(start + 2_000_000, "early", () -> ran.add(loop.nowNanos()));
                });
        List<Long> times = done.join();
        assertThat(times.get(0)).isGreaterThanOrEqualTo(start + 2_000_000);
        assertThat(times.get(1)).isGreaterThanOrEqualTo(start + 4_000_000);
    }

    @Test
    void aTaskThatThrowsIsReportedAndTheLoopGoesOn() {
        CompletableFuture<String> done = new CompletableFuture<>();
        loop.post(() -> {
            throw new IllegalStateException("broken");
        });
        loop.post(() -> done.complete("went on"));
        assertThat(done.join()).isEqualTo("went on");
        assertThat(thrown.join()).hasMessage("broken");
    }

    @Test
    void aTimerTakenBackDoesNotRun() {
        Timers timers = loop.timers("watchdog");
        CompletableFuture<String> done = new CompletableFuture<>();
        List<Boolean> cancels = new ArrayList<>();
        loop.post(
                () -> { // where the timer cannot run meanwhile
                    Timers.Timer timer =
                            timers.at(loop.nowNanos() + 2_000_000, () -> done.complete("ran"));
                    loop.at(
                            loop.nowNanos() + 3_000_000,
                            "later",
                            () -> done.complete("did not run"));
                    cancels.add(timer.cancel());
                    cancels.add(timer.cancel());
                });
        assertThat(done.join()).isEqualTo("did not run");
        assertThat(cancels).containsExactly(true, false);
    }

    /** A machine under load begins late, and then much is due at once. */
    @Test
    void whatGoesAgainAndAgainHoldsUpNoTimerThatWasSetBeforeTheLoopBegan() {
        ThreadLoop late = new ThreadLoop(() -> 1_000, 1);
        List<String> ran = new ArrayList<>();
        Runnable again = new Runnable() {
            @Override
            public void run() {
                ran.add("again");
                if (ran.size() < 100) {
                    late.at(ran.size(), "again", this);
                }
            }
        };
        late.at(0, "again", again);
        late.at(1, "stop", () -> {
            ran.add("stop");
            late.stop();
        });
        late.run();
        assertThat(ran).containsExactly("again", "stop");
    }
}
