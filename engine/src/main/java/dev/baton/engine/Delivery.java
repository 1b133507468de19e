package dev.baton.engine;

import dev.baton.fence.Signalling;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells clients of grants, for one thread.
 *
 * <p>Clients run only in {@link #deliver}, when the operation at hand has passed on everything, and
 * never inside one another (observers are told on the spot, see {@link DispatchObserver}): a grant
 * that arises in a callback waits until that returns. So the stack stays bounded however long a
 * chain of releases inside grants is (S18), and no callback delays another queue's bits. A thread
 * stopped in a callback delays the grants it was delivering, and nobody's operations (S21).
 *
 * <p>The accesses of an eager job are counted down each after its notice was given, so that all
 * notices come before the grant (S6).
 */
final class Delivery {
    /** After more notices than this the deque's array, perhaps large now, is not kept on. */
    private static final int BACKLOG_KEPT_MAX = 1024;

    private static final ThreadLocal<Delivery> OF_THIS_THREAD =
            ThreadLocal.withInitial(Delivery::new);

    /** Granted jobs to tell of, and everything else that is to be done then: runnables. */
    private ArrayDeque<Object> due = new ArrayDeque<>();

    private boolean delivering;

    private int depthBefore;

    private final Signalling signalling = Signalling.ofThisThread();

    private Delivery() {}

    static Delivery ofThisThread() {
        return OF_THIS_THREAD.get();
    }

    /** Whether a grant may be told at once: nothing is being told further up. */
    boolean isIdle() {
        return !delivering;
    }

    /** Counts down what is no access: that a time has come, or a fence has signaled. */
    void count(Job job) {
        if (job.countDown(1)) {
            add(job);
        }
    }

    /** Queues the notice of an access that an eager job owns. */
    void notice(Job job, SyncQueue queue) {
        add(() -> inform(job, queue));
    }

    /** Queues an early hand-over (S12). */
    void handOver(Job job, HandOver hand) {
        add(() -> handOverNow(job, hand));
    }

    private static void handOverNow(Job job, HandOver hand) {
        try {
            hand.run(job);
        } catch (Throwable thrown) {
            fail(job, thrown);
        }
    }

    /** Queues what runs a user's code, or what must not happen in the middle of an operation. */
    void add(Runnable task) {
        due.add(task);
    }

    /** Queues a granted job's notice. */
    void add(Job job) {
        if (job.isEmptied()) {
            add(job::endIfEmptied); // it has nothing left to be told of
        } else if (job.client() instanceof Mailbox mailbox) {
            if (!mailbox.offer(job)) { // runs no user code: no reason to wait
                Throwable full = new RejectedExecutionException(mailbox.name() + " is full");
                add(() -> job.endFailed(full));
            }
        } else {
            due.add(job);
        }
    }

    /** Tells of the first grant of an operation, then of everything else. */
    void tellNow(Job job) {
        if (delivering || job.client() instanceof Mailbox) {
            add(job);
        } else if (!job.endIfEmptied()) {
            begin();
            try {
                tell(job);
            } finally {
                end();
            }
        }
        if (!due.isEmpty()) {
            deliver();
        }
    }

    /** Tells everything that is to be told, unless this thread is already doing so further up. */
    void deliver() {
        if (delivering) {
            return;
        }
        begin();
        int told = 0;
        try {
            for (Object next = due.poll(); next != null; next = due.poll()) {
                if (next instanceof Job job) {
                    tell(job);
                } else {
                    run((Runnable) next);
                }
                told++;
            }
        } finally {
            end();
        }
        if (told > BACKLOG_KEPT_MAX) {
            due = new ArrayDeque<>();
        }
    }

    /** No client may wait for a fence in here: it could be waiting for what is still to be told. */
    private void begin() {
        delivering = true;
        depthBefore = signalling.depth();
        signalling.enter();
    }

    private void end() {
        signalling.restore(depthBefore); // whatever the callbacks left open, or closed twice
        delivering = false;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable thrown) {
            Signalling.report(thrown);
        }
    }

    private static void tell(Job job) {
        Client client = job.client();
        if (client == null || job.isEnding()) {
            return; // ended meanwhile by another thread: no notice after the end
        }
        HandOver hand = job.handOver();
        if (hand != null) {
            handOverNow(job, hand);
            return;
        }
        try {
            Executor executor = client.executor();
            if (executor == null) {
                client.granted(job);
            } else {
                executor.execute(() -> onExecutor(() -> grant(job)));
            }
        } catch (Throwable thrown) { // whatever it is, only this job pays for it (S18)
            fail(job, thrown);
        }
    }

    /** On a thread of an executor, which may be one that delivers already. */
    private static void onExecutor(Runnable task) {
        Delivery delivery = ofThisThread();
        delivery.add(task);
        delivery.deliver();
    }

    private static void grant(Job job) {
        Client client = job.client();
        if (client != null && job.isGranted()) {
            try {
                client.granted(job);
            } catch (Throwable thrown) {
                fail(job, thrown);
            }
        }
    }

    private static void inform(Job job, SyncQueue queue) {
        Client client = job.client();
        if (!(client instanceof EagerClient eager)) {
            job.countDown(1); // over meanwhile; its out-fence waits for it
            return;
        }
        Executor executor;
        try {
            executor = client.executor();
        } catch (Throwable thrown) {
            fail(job, thrown);
            job.countDown(1); // as no notice will
            return;
        }
        if (executor == null) {
            available(job, eager, queue);
        } else {
            informOn(executor, job, eager, queue);
        }
    }

    private static void informOn(Executor executor, Job job, EagerClient client, SyncQueue queue) {
        // Decides: who counts the access. Lost: the executor threw, and runs it all the same.
        AtomicBoolean counted = new AtomicBoolean();
        try {
            executor.execute(() -> onExecutor(() -> {
                if (counted.compareAndSet(false, true)) {
                    available(job, client, queue);
                }
            }));
        } catch (Throwable thrown) {
            fail(job, thrown);
            if (counted.compareAndSet(false, true)) {
                job.countDown(1);
            }
        }
    }

    private static void available(Job job, EagerClient client, SyncQueue queue) {
        if (!job.beginTelling()) {
            job.countDown(1); // nobody is told any more; its out-fence waits for it
            return;
        }
        try {
            job.startHold();
            client.onAvailable(job, queue);
        } catch (Throwable thrown) {
            fail(job, thrown);
        } finally {
            if (job.endNotice()) {
                ofThisThread().add(job);
            }
        }
    }

    private static void fail(Job job, Throwable thrown) {
        if (!job.endFailed(thrown)) {
            Signalling.report(thrown);
        }
    }
}
