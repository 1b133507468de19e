package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.CancelReason;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.event.Event;
import dev.baton.event.EventListener;
import dev.baton.event.EventRecorder;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Real threads at random on few queues, every law checked over the recorded events, and nothing
 * lost: what was submitted has ended, once, in the way somebody was told.
 */
@Tag("S1")
@Tag("S2")
@Tag("S3")
@Tag("S13")
class EngineStress {
    private static final int THREADS = 8;
    private static final int QUEUES = 6;
    private static final int LENT = 16;
    private static final int VISITORS = 3;
    private static final int ROUND_OPERATIONS = 1_000;
    private static final int RING_CAPACITY = 1 << 17;

    private final LongAdder published = new LongAdder();
    private final EventRecorder recorder = new EventRecorder(RING_CAPACITY);
    private final Laws laws = Laws.all();
    private final Counts counts = new Counts();
    private final EventListener judges = laws.and(counts);
    private volatile long polled;

    @Test
    void everyLawHoldsAndNothingIsLost() throws Exception {
        Dispatcher dispatcher = new Dispatcher(new EventStream(System::nanoTime, event -> {
            published.increment();
            recorder.on(event);
        }));
        List<StressWorker> workers = workers(dispatcher);
        long end = System.nanoTime() + Budget.ofOneCampaign().toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        int rounds = 0;
        do {
            run(threads, workers);
            laws.quiescent();
            releaseAll(workers);
            laws.quiescent();
            assertThat(laws.violations()).as("round %d", rounds).isEmpty();
            assertThat(workers).as("jobs left waiting").noneMatch(StressWorker::hasJobs);
            assertNothingIsLost(workers, dispatcher);
            rounds++;
        } while (System.nanoTime() < end);
        threads.shutdown();
        laws.end();

        assertThat(laws.violations()).isEmpty();
        assertThat(laws.complete()).isTrue();
        System.out.printf(
                Locale.ROOT,
                "Stress: %,d jobs, %,d clients closed, %,d jobs taken back, %,d accesses downgraded,"
                        + " %,d events, %d rounds, %d threads, -Dbaton.seed=%d%n",
                counts.submitted,
                workers.stream().mapToLong(worker -> worker.closed).sum(),
                counts.abandoned,
                workers.stream().mapToLong(worker -> worker.downgraded).sum(),
                polled,
                rounds,
                THREADS,
                Budget.seed());
    }

    private List<StressWorker> workers(Dispatcher dispatcher) {
        List<SyncQueue> queues = IntStream.range(0, QUEUES)
                .mapToObj(index -> new SyncQueue("queue " + index))
                .toList();
        AtomicReferenceArray<@Nullable Job> lent = new AtomicReferenceArray<>(LENT);
        AtomicReferenceArray<Client> visitors =
                new AtomicReferenceArray<>(IntStream.range(0, VISITORS)
                        .mapToObj(StressWorker::visitor)
                        .toArray(Client[]::new));
        SplittableRandom seeds = new SplittableRandom(Budget.seed());
        return Stream.generate(
                        () -> new StressWorker(dispatcher, queues, lent, visitors, seeds.split()))
                .limit(THREADS)
                .toList();
    }

    /** One round on all threads; this one polls meanwhile, and afterwards what is left. */
    private void run(ExecutorService threads, List<StressWorker> workers) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (StressWorker worker : workers) {
            running.add(threads.submit(() -> worker.round(ROUND_OPERATIONS, this::isRingHalfFull)));
        }
        while (!running.stream().allMatch(Future::isDone)) {
            poll();
            Thread.yield();
        }
        poll();
        for (Future<?> each : running) {
            each.get();
        }
    }

    private void releaseAll(List<StressWorker> workers) {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (StressWorker worker : workers) {
                progress |= worker.releaseGranted();
            }
            poll();
        }
    }

    private void poll() {
        polled += recorder.poll(judges);
    }

    private boolean isRingHalfFull() {
        return published.sum() - polled > RING_CAPACITY / 2;
    }

    private void assertNothingIsLost(List<StressWorker> workers, Dispatcher dispatcher) {
        assertThat(recorder.dropped()).isZero();
        assertThat(polled).isEqualTo(published.sum());
        assertThat(counts.submitted)
                .isEqualTo(
                        workers.stream().mapToLong(worker -> worker.submitted).sum())
                .isEqualTo(counts.ended);
        assertThat(counts.cancelled)
                .isEqualTo(
                        workers.stream().mapToLong(worker -> worker.cancelled).sum());
        assertThat(counts.failed)
                .isEqualTo(workers.stream().mapToLong(worker -> worker.failed).sum());
        assertThat(counts.granted).isEmpty();
        assertThat(dispatcher.lateReleases())
                .isEqualTo(
                        workers.stream().mapToLong(worker -> worker.late.sum()).sum());
    }

    /** How many of each, as the events say. */
    private static final class Counts implements EventListener {
        /** Those that have not ended. */
        final Set<Long> granted = new HashSet<>();

        long submitted;
        long ended;

        /** By their callers. */
        long cancelled;

        /** By their callers, who own them: behind a failed writer a job fails before its grant. */
        long failed;

        long abandoned;

        @Override
        public void on(Event event) {
            if (event instanceof Event.Submitted) {
                submitted++;
            } else if (event instanceof Event.Granted) {
                granted.add(event.job());
            } else if (event instanceof Event.Released) {
                end(event);
            } else if (event instanceof Event.Failed) {
                failed += end(event) ? 1 : 0;
            } else if (event instanceof Event.Abandoned) {
                abandoned++;
                end(event);
            } else if (event instanceof Event.Cancelled it) {
                cancelled += it.reason() == CancelReason.CALLER ? 1 : 0;
                end(event);
            }
        }

        private boolean end(Event event) {
            ended++;
            return granted.remove(event.job());
        }
    }
}
