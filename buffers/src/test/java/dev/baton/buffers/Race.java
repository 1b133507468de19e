package dev.baton.buffers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Real threads that start together, in an order and after short delays drawn from a seed. */
public final class Race implements AutoCloseable {
    private static final int SPINS_MAX = 200;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Random random;

    public Race(long seed) {
        random = new Random(seed);
    }

    /** Runs all the tasks at once and returns when all have ended; a failure of one fails here. */
    public void run(Runnable... tasks) {
        Phaser start = new Phaser(tasks.length);
        List<Future<?>> ends = new ArrayList<>();
        List<Runnable> order = new ArrayList<>(List.of(tasks));
        Collections.shuffle(order, random); // so that on one core, too, either may come first
        for (Runnable task : order) {
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

    /** Two threads do every step at the same moment: neither begins one before both are there. */
    public void inLockstep(int steps, IntConsumer one, IntConsumer two) {
        AtomicInteger arrivals = new AtomicInteger();
        run(() -> walk(steps, one, arrivals), () -> walk(steps, two, arrivals));
    }

    private static void walk(int steps, IntConsumer task, AtomicInteger arrivals) {
        try {
            for (int step = 0; step < steps; step++) {
                arrivals.incrementAndGet();
                for (int spins = 0; arrivals.get() < 2 * (step + 1); spins++) {
                    if (spins < SPINS_MAX) {
                        Thread.onSpinWait();
                    } else {
                        Thread.yield();
                    }
                }
                task.accept(step);
            }
        } catch (Throwable e) {
            arrivals.set(Integer.MAX_VALUE / 2); // let the other one go
            throw e;
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
