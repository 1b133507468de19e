package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;

/**
 * Tells clients of grants, for one thread.
 *
 * <p>Clients run only in {@link #deliver}, when the operation at hand has passed on everything, and
 * never inside one another (observers are told on the spot, see {@link DispatchObserver}): a grant that arises in a callback waits until that returns. So
 * the stack stays bounded however long a chain of releases inside grants is (S18), and no callback
 * delays another queue's bits. A thread stopped in a callback delays the grants it was delivering,
 * and nobody's operations (S21).
 *
 * <p>Several accesses of one job, permitted one after the other, are counted down in one step.
 */
final class Delivery {
    /** After more notices than this the deque's array, perhaps large now, is not kept on. */
    private static final int BACKLOG_KEPT_MAX = 1024;

    private static final ThreadLocal<Delivery> OF_THIS_THREAD =
            ThreadLocal.withInitial(Delivery::new);

    private ArrayDeque<Job> granted = new ArrayDeque<>();
    private boolean delivering;

    private @Nullable Job counting;
    private int permitted;

    private Delivery() {}

    static Delivery ofThisThread() {
        return OF_THIS_THREAD.get();
    }

    /** Counts one permitted access of a job down, together with those of the same job next to it. */
    void count(Job job) {
        if (job != counting) {
            flush();
            counting = job;
        }
        permitted++;
    }

    private void flush() {
        Job job = counting;
        if (job != null) {
            int amount = permitted;
            counting = null;
            permitted = 0;
            if (job.countDown(amount)) {
                add(job);
            }
        }
    }

    /** Queues a granted job's notice. */
    void add(Job job) {
        if (job.client() instanceof Mailbox mailbox) {
            mailbox.granted(job); // runs no user code: no reason to wait
        } else {
            granted.add(job);
        }
    }

    /** Tells everything that is to be told, unless this thread is already doing so further up. */
    void deliver() {
        flush();
        if (delivering) {
            return;
        }
        delivering = true;
        int told = 0;
        try {
            for (Job job = granted.poll(); job != null; job = granted.poll()) {
                tell(job);
                told++;
            }
        } finally {
            delivering = false;
        }
        if (told > BACKLOG_KEPT_MAX) {
            granted = new ArrayDeque<>();
        }
    }

    private static void tell(Job job) {
        Client client = job.client();
        if (client == null) {
            return; // ended meanwhile by another thread: no notice after the end
        }
        try {
            client.granted(job);
        } catch (Throwable thrown) { // whatever it is, only this job pays for it (S18)
            if (!job.tryEndGranted(Outcome.FAILED, thrown)) {
                report(thrown);
            }
        }
    }

    /** What no job pays for: a throw after the job's end, or an observer's. */
    static void report(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (Throwable ignored) {
            // As the JVM does, which ignores what a handler throws: the grants that this thread
            // has still to tell must not be lost.
        }
    }
}
