package dev.baton.buffers;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;

/** Real threads that start together, each after a short delay drawn from a seed. */
final class Race implements AutoCloseable {
    private static final int SPINS_MAX = 200;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Random random;

    Race(long seed) {
        random = new Random(seed);
    }

    /** Runs all the tasks at once and returns when all have ended; a failure of one fails here. */
    void run(Runnable... tasks) {
        Phaser start = new Phaser(tasks.length);
        List<Future<?>> ends = new ArrayList<>();
        for (Runnable task : tasks) {
            int spins = random.nextInt(SPINS_MAX);
            ends.add(threads.submit(() -> {
                start.arriveAndAwaitAdvance();
                for (int i = 0; i < spins; i++) {
                    Thread.onSpinWait();
                }
                task.run();
            }));
        }
        for (Future<?> end : ends) {
            try {
                end.get();
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError("a racing thread failed", e);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
