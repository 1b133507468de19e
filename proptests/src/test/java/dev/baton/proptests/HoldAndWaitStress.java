package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.ClientThread;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Inbox;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Ownership;
import dev.baton.engine.SyncQueue;
import dev.baton.fence.Fence;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Threads that own buffers, wait and try side by side, and cannot deadlock: whoever owns something
 * waits only for fences of buffers that come later in one order. Nothing is ever found (S19).
 *
 * <p>Runs for the time of {@code baton.budget}, and as long as {@code -Dbaton.trials} asks for more:
 * in the deep profile, 10^7 runs at least.
 */
@Tag("S19")
class HoldAndWaitStress {
    private static final int THREADS = 3;
    private static final int BUFFERS = 4;
    private static final int BATCH = 1_000;
    private static final long RUNS_DEEP = 10_000_000;
    private static final Duration DEEP = Duration.ofMinutes(10);
    private static final Duration MOMENT = Duration.ofNanos(1);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private final Dispatcher dispatcher =
            new Dispatcher(null, null, finding -> found.add(finding.getMessage()));
    private final SyncQueue[] buffers = IntStream.range(0, BUFFERS)
            .mapToObj(i -> new SyncQueue("buffer " + i))
            .toArray(SyncQueue[]::new);
    private final LongAdder blocked = new LongAdder();

    @Test
    void nothingIsFoundInCleanRuns() throws Exception {
        SplittableRandom random = new SplittableRandom(Budget.seed());
        long begin = System.nanoTime();
        long end = begin + Budget.ofOneCampaign().toNanos();
        long least = Math.max(
                Budget.trials(), Budget.ofOneCampaign().compareTo(DEEP) < 0 ? 0 : RUNS_DEEP);
        long runs = 0;
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        do {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom own = random.split();
                running.add(threads.submit(() -> batch(own)));
            }
            for (Future<?> each : running) {
                each.get();
            }
            runs += (long) THREADS * BATCH;
            assertThat(found).isEmpty();
        } while (System.nanoTime() < end || runs < least);
        threads.shutdown();
        System.out.printf(
                Locale.ROOT,
                "Hold and wait: %,d clean runs in %d ms, %,d waits for fences, -Dbaton.seed=%d%n",
                runs,
                (System.nanoTime() - begin) / 1_000_000,
                blocked.sum(),
                Budget.seed());
        assertThat(blocked.sum()).isPositive();
    }

    private Void batch(SplittableRandom random) throws Exception {
        Client worksFor = new Inbox("client of " + Thread.currentThread().getName());
        for (int i = 0; i < BATCH; i++) {
            int first = random.nextInt(BUFFERS);
            if (random.nextInt(4) == 0) {
                try (ClientThread declared = ClientThread.of(worksFor)) {
                    run(random, first);
                }
            } else {
                run(random, first);
            }
        }
        return null;
    }

    /** Acquires one buffer with nothing in hand, then does what an owner may. */
    private void run(SplittableRandom random, int first) throws Exception {
        Fence behind;
        try (Ownership owned = dispatcher.acquire(set(random, first, first), LONG)) {
            int last = first;
            switch (random.nextInt(5)) {
                case 0 -> last = tryAndWait(random, first);
                case 1 -> waitForLater(random, last);
                case 2 -> owned.detach();
                default -> owned.job().progress();
            }
            behind = fence(random, last);
        }
        behind.await(LONG); // nothing is owned any more
    }

    /** Owns more without waiting, then waits for what comes after all that. */
    private int tryAndWait(SplittableRandom random, int first) throws Exception {
        int last = random.nextInt(first, BUFFERS);
        if (last > first) {
            try (Ownership more = dispatcher.acquire(set(random, first + 1, last), Duration.ZERO)) {
                waitForLater(random, last);
                more.job().progress();
            } catch (TimeoutException notNow) {
                return first;
            }
        }
        return last;
    }

    /** For long, if others own it for a moment; for a moment, if a device keeps it till then. */
    private void waitForLater(SplittableRandom random, int last) throws Exception {
        if (last + 1 == BUFFERS) {
            return;
        }
        int later = random.nextInt(last + 1, BUFFERS);
        boolean keeps = random.nextBoolean();
        Job kept = keeps ? dispatcher.submit(set(random, later, later), job -> {}) : null;
        Fence fence = fence(random, later);
        if (!fence.isSignaled()) {
            blocked.increment();
        }
        fence.await(keeps ? MOMENT : LONG);
        if (kept != null && !kept.cancel()) {
            kept.release();
        }
    }

    /** Of a job of a device that is done as soon as it is granted, or of all that is queued. */
    private Fence fence(SplittableRandom random, int buffer) {
        if (random.nextBoolean()) {
            return dispatcher.exportFence(buffers[buffer], AccessMode.EXCLUSIVE);
        }
        Client device = Job::release;
        return dispatcher
                .submit(
                        set(random, buffer, buffer),
                        device,
                        null,
                        JobOptions.DEFAULT.withOutFence())
                .outFence();
    }

    private AccessSet set(SplittableRandom random, int from, int to) {
        AccessSet.Builder set = AccessSet.builder();
        for (int i = from; i <= to; i++) {
            set.add(buffers[i], random.nextInt(3) == 0 ? AccessMode.SHARED : AccessMode.EXCLUSIVE);
        }
        return set.build();
    }
}
