package dev.baton.sim.run;

import dev.baton.sim.Loop;
import dev.baton.sim.ThreadLoop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Loops in real time: a thread for each. */
final class ThreadLoops implements Loops {
    /** How long all threads together may take to end their last task. */
    private static final long STOP_NANOS_MAX = 5_000_000_000L;

    /** Far less than it takes to fill what is polled, and seldom enough that an idle run costs little. */
    private static final long MEANWHILE_NANOS = 5_000_000;

    /** Time begins with the first {@link #runUntil}, when everything is built; it is 0 before. */
    private volatile long startNanos;

    private volatile boolean started;
    private final long seed;
    private final Runnable meanwhile;
    private final List<ThreadLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * No loops yet.
     *
     * @param seed decides the numbers they draw
     * @param meanwhile run by the thread that waits in {@link #runUntil}, again and again
     */
    ThreadLoops(long seed, Runnable meanwhile) {
        this.seed = seed;
        this.meanwhile = meanwhile;
    }

    @Override
    public Loop next(String name) {
        ThreadLoop loop = new ThreadLoop(this::nowNanos, seed + loops.size());
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        loops.add(loop);
        threads.add(thread);
        return loop;
    }

    private long nowNanos() {
        return started ? System.nanoTime() - startNanos : 0;
    }

    @Override
    public void runUntil(long nanos) {
        if (!started) {
            startNanos = System.nanoTime();
            started = true;
        }
        for (Thread thread : threads) {
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
        }
        long leftNanos = nanos - nowNanos();
        while (leftNanos > 0 && !Thread.currentThread().isInterrupted()) {
            meanwhile.run();
            LockSupport.parkNanos(this, Math.min(leftNanos, MEANWHILE_NANOS));
            leftNanos = nanos - nowNanos();
        }
    }

    @Override
    public List<String> stop() {
        loops.forEach(ThreadLoop::stop);
        long endNanos = System.nanoTime() + STOP_NANOS_MAX;
        List<String> stuck = new ArrayList<>();
        for (Thread thread : threads) {
            if (!joined(thread, endNanos - System.nanoTime())) {
                stuck.add(thread.getName());
            }
        }
        return stuck;
    }

    private static boolean joined(Thread thread, long nanos) {
        try {
            thread.join(Math.max(1, nanos / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
