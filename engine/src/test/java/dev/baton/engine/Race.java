package dev.baton.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Threads that start together, again and again. */
public final class Race implements AutoCloseable {
    /** Enough for both orders, and for the steps between, to happen on one processor too. */
    public static final int ROUNDS = 3_000;

    private final ExecutorService threads;
    private final CyclicBarrier start;

    public Race(int runners) {
        threads = Executors.newFixedThreadPool(runners);
        start = new CyclicBarrier(runners);
    }

    /** Runs as many operations at once as there are runners; throws what any of them throws. */
    @SafeVarargs
    public final <T> List<T> run(Callable<T>... operations) throws Exception {
        List<Future<T>> running = Stream.of(operations)
                .map(operation -> threads.submit(() -> {
                    start.await();
                    return operation.call();
                }))
                .toList();
        List<T> results = new ArrayList<>();
        for (Future<T> each : running) {
            results.add(each.get());
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
