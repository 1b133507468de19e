package dev.baton.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that start together, again and again. */
public final class Race implements AutoCloseable {
    /** Enough for both orders, and for the steps between, to happen on one processor too. */
    public static final int ROUNDS = 3_000;

    private final ExecutorService threads;
    private final CyclicBarrier start;
    private final Random random = new Random(1);

    public Race(int runners) {
        threads = Executors.newFixedThreadPool(runners);
        start = new CyclicBarrier(runners);
    }

    /** Runs as many operations at once as there are runners; throws what any of them throws. */
    @SafeVarargs
    public final <T> List<T> run(Callable<T>... operations) throws Exception {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < operations.length; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random); // who comes to the barrier last goes on first
        Map<Integer, Future<T>> running = new TreeMap<>();
        for (int i : order) {
            running.put(i, threads.submit(() -> {
                start.await();
                return operations[i].call();
            }));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> each : running.values()) {
            results.add(each.get());
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
