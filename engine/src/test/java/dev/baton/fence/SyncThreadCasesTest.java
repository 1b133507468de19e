package dev.baton.fence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Race;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cases of IGT:tests/sw_sync.c and of the kernel's sync_test.c that need several threads. */
@Tag("S9")
@Timeout(60)
class SyncThreadCasesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int THREADS = 8;
    private static final int ITERATIONS = 4096;
    private static final int PRODUCERS = 5;

    private final Timeline timeline = new Timeline("timeline");
    private final AtomicInteger counter = new AtomicInteger();

    /** Threads stand for processes. */
    @Test
    @Tag("sw_sync/sync_busy_fork")
    void syncBusyForkIsWokenByAnother() throws Exception {
        Fence fence = timeline.promise(1);
        try (Race race = new Race(2)) {
            assertThat(race.<Boolean>run(() -> fence.await(LONG), () -> {
                        timeline.advanceBy(1);
                        return true;
                    }))
                    .containsOnly(true);
        }
    }

    @Test
    @Tag("sw_sync/sync_busy_fork_unixsocket")
    void syncBusyForkUnixsocketHandsTheTimelineOver() throws Exception {
        SynchronousQueue<Timeline> socket = new SynchronousQueue<>();
        Fence fence = timeline.promise(1);
        try (Race race = new Race(2)) {
            race.<Boolean>run(
                    () -> {
                        socket.put(timeline);
                        return fence.await(LONG);
                    },
                    () -> {
                        socket.take().advanceBy(1);
                        return true;
                    });
        }
        assertThat(fence.isSignaled()).isTrue();
    }

    /** The waiter for point k sees the counter at k exactly: nobody is woken early. */
    @Test
    @Tag("sw_sync/sync_multi_consumer")
    void syncMultiConsumerSeesEachPointExactly() throws Exception {
        Semaphore consumed = new Semaphore(0);
        List<Callable<Boolean>> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int mine = thread;
            threads.add(() -> IntStream.range(0, ITERATIONS / THREADS)
                    .map(i -> i * THREADS + mine + 1)
                    .allMatch(point -> consume(point, consumed)));
        }
        threads.add(() -> {
            for (int i = 0; i < ITERATIONS; i++) {
                consumed.acquire();
                counter.incrementAndGet();
                timeline.advanceBy(1);
            }
            return true;
        });
        consumed.release();
        assertThat(runAll(threads)).containsOnly(true);
        assertThat(counter).hasValue(ITERATIONS);
    }

    private boolean consume(int point, Semaphore consumed) {
        boolean exact = isReached(timeline.promise(point)) && counter.get() == point;
        consumed.release();
        return exact;
    }

    @Test
    @Tag("sw_sync/sync_multi_consumer_producer")
    @Tag("sync_test/test_stress_two_threads_shared_timeline")
    void syncMultiConsumerProducerPassesATokenAround() throws Exception {
        List<Callable<Boolean>> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int mine = thread;
            threads.add(() -> IntStream.range(0, ITERATIONS / THREADS)
                    .map(i -> i * THREADS + mine)
                    .allMatch(this::takeTurn));
        }
        assertThat(runAll(threads)).containsOnly(true);
        assertThat(timeline.value()).isEqualTo(ITERATIONS);
    }

    private boolean takeTurn(int point) {
        boolean mine = isReached(timeline.promise(point)) && counter.getAndIncrement() == point;
        timeline.advanceBy(1);
        return mine;
    }

    @Test
    @Tag("sw_sync/sync_multi_producer_single_consumer")
    @Tag("sync_test/test_consumer_stress_multi_producer_single_consumer")
    void syncMultiProducerSingleConsumerWaitsForAll() throws Exception {
        List<Timeline> producers =
                Stream.generate(() -> new Timeline("producer")).limit(PRODUCERS).toList();
        List<Callable<Boolean>> threads = new ArrayList<>();
        producers.forEach(producer -> threads.add(() -> produce(producer)));
        threads.add(() -> IntStream.range(1, ITERATIONS).allMatch(i -> consumeAll(producers, i)));
        assertThat(runAll(threads)).containsOnly(true);
    }

    private boolean produce(Timeline mine) {
        return IntStream.range(1, ITERATIONS).allMatch(i -> {
            boolean turn = isReached(timeline.promise(i - 1));
            counter.incrementAndGet();
            mine.advanceBy(1);
            return turn;
        });
    }

    /** Waits and polls in turn, and lets the producers go on only after the look at the counter. */
    private boolean consumeAll(List<Timeline> producers, int point) {
        SyncFile all =
                SyncFile.merge(producers.stream().map(it -> it.promise(point)).toList());
        if (point % 2 == 0) {
            while (!all.isSignaled()) {
                Thread.onSpinWait();
            }
        }
        boolean exact = isReached(all) && counter.get() == PRODUCERS * point;
        timeline.advanceBy(1);
        return exact;
    }

    private static boolean isReached(Fence fence) {
        try {
            return fence.await(LONG);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Boolean> runAll(List<Callable<Boolean>> threads) throws Exception {
        try (Race race = new Race(threads.size())) {
            return race.run(threads.toArray(Callable[]::new));
        }
    }
}
