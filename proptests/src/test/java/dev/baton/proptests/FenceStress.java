package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Two threads signal fences, add callbacks and take them back, side by side: each callback ran once,
 * or was refused and never ran, or was taken back and never ran.
 *
 * <p>Runs for the time of {@code baton.budget}, and as long as {@code -Dbaton.trials} asks for more.
 */
@Tag("S9")
class FenceStress {
    private static final int BATCH = 4_096;

    /** How long one thread waits for the other to be at the same fence. */
    private static final int SPINS_MAX = 100;

    private final AtomicLong atOfOne = new AtomicLong();
    private final AtomicLong atOfOther = new AtomicLong();

    @Test
    void everyCallbackRanOnceOrWasRefusedOrTakenBack() throws Exception {
        SplittableRandom random = new SplittableRandom(Budget.seed());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        long begin = System.nanoTime();
        long end = begin + Budget.ofOneCampaign().toNanos();
        long trials = 0;
        do {
            List<FenceTrial> batch =
                    Stream.generate(() -> FenceTrial.of(random)).limit(BATCH).toList();
            run(threads, batch);
            batch.forEach(FenceTrial::judge);
            trials += BATCH;
        } while (System.nanoTime() < end || trials < Budget.trials());
        threads.shutdown();
        System.out.printf(
                Locale.ROOT,
                "Fences: %,d trials in %d ms, -Dbaton.seed=%d%n",
                trials,
                (System.nanoTime() - begin) / 1_000_000,
                Budget.seed());
    }

    private void run(ExecutorService threads, List<FenceTrial> batch) throws Exception {
        atOfOne.set(0);
        atOfOther.set(0);
        List<Future<?>> running = List.of(
                threads.submit(() -> sweep(batch, FenceTrial::one, atOfOne, atOfOther)),
                threads.submit(() -> sweep(batch, FenceTrial::other, atOfOther, atOfOne)));
        for (Future<?> each : running) {
            each.get();
        }
        assertThat(atOfOne).hasValue(BATCH);
    }

    /** Goes through all fences, each at about the time when the other thread is there too. */
    private static void sweep(
            List<FenceTrial> batch, Role role, AtomicLong mine, AtomicLong others) {
        for (FenceTrial each : batch) {
            long at = mine.incrementAndGet();
            for (int spins = 0; others.get() < at && spins < SPINS_MAX; spins++) {
                Thread.onSpinWait();
            }
            role.run(each);
        }
    }

    @FunctionalInterface
    private interface Role {
        void run(FenceTrial trial);
    }
}
