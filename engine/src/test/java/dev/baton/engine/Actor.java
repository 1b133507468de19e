package dev.baton.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A thread that does one step after the other, and can be seen to block in one. */
final class Actor implements AutoCloseable {
    private final ExecutorService executor;
    private final Thread thread;

    Actor(String name) {
        Thread[] made = new Thread[1];
        executor = Executors.newSingleThreadExecutor(task -> {
            made[0] = new Thread(task, name);
            made[0].setDaemon(true);
            return made[0];
        });
        call(() -> null);
        thread = made[0];
    }

    /** Does a step; throws what it throws. */
    <T> T call(Callable<T> step) {
        try {
            return executor.submit(step).get();
        } catch (ExecutionException thrown) {
            throw thrown.getCause() instanceof RuntimeException own
                    ? own
                    : new IllegalStateException(thrown.getCause());
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Begins a step, until it is done or waits with a timeout. */
    <T> Future<T> begin(Callable<T> step) {
        Future<T> running = executor.submit(step);
        while (!running.isDone() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return running;
    }

    /** Interrupts it in whatever it does. */
    @Override
    public void close() throws InterruptedException {
        executor.shutdownNow();
        executor.awaitTermination(1, TimeUnit.MINUTES);
    }
}
