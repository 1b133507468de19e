package dev.baton.engine;

import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Timers on the user's scheduler; see {@link Timers#on}. */
final class ExecutorTimers implements Timers {
    private final ScheduledExecutorService executor;
    private final long originNanos = System.nanoTime();

    ExecutorTimers(ScheduledExecutorService executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    @Override
    public long nowNanos() {
        return System.nanoTime() - originNanos;
    }

    @Override
    public Timer at(long atNanos, Runnable task) {
        Objects.requireNonNull(task, "task");
        if (atNanos == Long.MAX_VALUE) {
            return () -> false;
        }
        long now = nowNanos();
        long delay = atNanos <= now ? 0 : atNanos - now;
        Once once = new Once(task);
        return new Scheduled(once, executor.schedule(once, delay, TimeUnit.NANOSECONDS));
    }

    private record Scheduled(Once once, Future<?> future) implements Timer {
        @Override
        public boolean cancel() {
            boolean taken = once.takeBack();
            if (taken) {
                future.cancel(false);
            }
            return taken;
        }
    }

    /**
     * A task that either runs or is taken back. The future cannot tell: its {@code cancel} says true
     * while the task runs, and which executors let go of what they cancelled is theirs to choose.
     */
    private static final class Once implements Runnable {
        /** Null once the task has begun or is taken back; that is final. */
        private final AtomicReference<Runnable> task;

        Once(Runnable task) {
            this.task = new AtomicReference<>(task);
        }

        @Override
        public void run() {
            Runnable mine = task.getAndSet(null);
            // Decides: the task runs, once, here.
            // Needs:   nothing; the exchange itself finds the task.
            // Won:     the reference leaves its one value once and never returns to it.
            // Lost:    it was taken back before; nothing is left to do.
            // Orders:  nothing beyond what the executor's hand-over does.
            // Tested by: TimersTest#ofRunAndCancelExactlyOneWins
            if (mine != null) {
                runReporting(mine);
            }
        }

        private boolean takeBack() {
            // As in run(), for the other side: who gets the task decides that it never runs.
            return task.getAndSet(null) != null;
        }

        private static void runReporting(Runnable task) {
            try {
                task.run();
            } catch (Throwable thrown) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            }
        }
    }
}
