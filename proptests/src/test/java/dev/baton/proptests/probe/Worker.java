package dev.baton.proptests.probe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/** A thread that works while its controller waits, and waits while its controller works. */
final class Worker {
    /** Threads without work; the controlling thread's alone. */
    private static final Deque<Worker> IDLE = new ArrayDeque<>();

    private final Semaphore mayRun = new Semaphore(0);
    private final Semaphore hasStopped = new Semaphore(0);

    // Handed to and fro with the two semaphores.
    private Runnable task = () -> {};
    private boolean dismissed;

    private Worker() {
        Thread thread = new Thread(this::work, "actor");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((same, thrown) -> Actor.unheard(thrown));
        thread.start();
    }

    /** A worker that has not begun a task. */
    static Worker with(Runnable task) {
        Worker worker = IDLE.isEmpty() ? new Worker() : IDLE.pop();
        worker.task = task;
        return worker;
    }

    private void work() {
        mayRun.acquireUninterruptibly();
        while (!dismissed) {
            task.run();
            stop();
        }
    }

    /** On the worker's thread: waits until it may go on. */
    void stop() {
        hasStopped.release();
        mayRun.acquireUninterruptibly();
    }

    /** On the controlling thread: lets it go on until it stops. */
    void proceed() {
        mayRun.release();
        hasStopped.acquireUninterruptibly();
    }

    /** On the controlling thread: the task has ended in good order, another may follow. */
    void reuse() {
        IDLE.push(this);
    }

    /** On the controlling thread: the task has ended anyhow, and may have left things behind. */
    void dismiss() {
        dismissed = true;
        mayRun.release();
    }
}
