package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Where jobs are submitted. It has no thread and no lock: whoever makes a grant true tells it.
 *
 * <p>The order of jobs lives in their queues. A dispatcher adds what its users share: the observer,
 * ids and counts. Use one per pipeline.
 *
 * <p><b>Threading:</b> any thread. <b>Progress:</b> {@link #submit} is lock-free; {@link #acquire}
 * blocks, and says so. <b>Cost:</b> k atomic operations to submit and one to release a job of k
 * accesses, when nobody else wants its buffers.
 *
 * @since 0.1
 */
public final class Dispatcher {
    private final @Nullable Observation observation;
    private final AtomicLong ids = new AtomicLong();
    private final LongAdder lateReleases = new LongAdder();

    /** A dispatcher that nobody observes; its jobs have no ids. */
    public Dispatcher() {
        this.observation = null;
    }

    /**
     * A dispatcher that tells every transition.
     *
     * @param observer told on the thread that makes the transition
     */
    public Dispatcher(DispatchObserver observer) {
        this.observation = new Observation(observer);
    }

    /**
     * Submits a job without attachment or options.
     *
     * @param set what it wants
     * @param client who is granted it
     * @return the job, perhaps already granted or ended
     * @throws RefusedException (S4) as {@link #submit(AccessSet, Client, Object, JobOptions)}
     */
    public Job submit(AccessSet set, Client client) {
        return submit(set, client, null, JobOptions.DEFAULT);
    }

    /**
     * Gives a job its place in all its queues, in one atomic step (S1). It is granted once all that
     * stands ahead of it there is done (S2, S3): perhaps at once, on this thread.
     *
     * <p><b>Memory:</b> what happens before this call happens-before the client's {@code granted}.
     *
     * @param set what the job wants; the empty set is granted at once
     * @param client who is granted it
     * @param attachment the work, for the client; dropped when the job ends
     * @param options what else it asks for
     * @return the job, perhaps already granted or ended
     * @throws RefusedException (S4) if a queue of the set was closed before; nothing is placed then
     */
    public Job submit(
            AccessSet set, Client client, @Nullable Object attachment, JobOptions options) {
        Objects.requireNonNull(client, "client");
        Job job = new Job(this, nextId(), set, client, attachment, options);
        for (int i = 0; i < set.orderedCount(); i++) {
            Entry tail = set.queue(i).tailAcquire();
            if (tail != null && tail.has(Entry.CLOSED)) {
                throw job.refuseClosed(set.queue(i));
            }
        }
        Submission.run(job, set, 0);
        return job;
    }

    /**
     * Acquires all buffers of a set for the calling thread and waits until it owns them. Zero asks
     * whether they are free right now; if not, it takes no place, so it may be asked as often as one
     * likes. Not to be called from {@link Client#granted}: it would keep
     * the grants that this thread has still to tell.
     *
     * <p><b>Progress:</b> blocking. This is the one place of the engine that reads a clock, {@link
     * System#nanoTime}, since it is a real thread that waits.
     *
     * @param set what is wanted
     * @param timeout how long to wait at most
     * @return the ownership; close it to release
     * @throws TimeoutException if the buffers did not become free in time; nothing is owned
     * @throws InterruptedException if interrupted while waiting; nothing is owned. An interrupt that
     *     comes with the grant leaves the thread interrupted and the buffers owned.
     * @throws RefusedException (S4, S17) if a queue of the set is closed
     */
    @SuppressWarnings("ThreadPriorityCheck") // it yields to the very thread it waits for
    public Ownership acquire(AccessSet set, Duration timeout)
            throws InterruptedException, TimeoutException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long start = System.nanoTime();
        long limit = nanosOf(timeout);
        if (limit == 0 && !Placement.isFree(set)) {
            throw new TimeoutException(set + " is not free");
        }
        Job job = submit(set, new Waiter(Thread.currentThread()));
        while (!job.isGranted()) {
            if (job.outcome() != null) {
                throw new RefusedException("S17", job + " fell behind the closing of a queue");
            }
            long left = limit - (System.nanoTime() - start);
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            }
            if (Thread.interrupted()) {
                if (job.cancel()) {
                    throw new InterruptedException();
                }
                Thread.currentThread().interrupt(); // the grant won; it may be still on its way
                Thread.yield();
            } else if (left <= 0) {
                if (job.endWaiting(Outcome.TIMED_OUT, null)) {
                    throw new TimeoutException(job + " waited " + timeout + " for " + set);
                }
                Thread.yield(); // the grant won; it may be still on its way to the observer
            }
        }
        return new Ownership(job);
    }

    /**
     * Closes a queue: takes a last, exclusive place in it (S17). Jobs ahead of it run; a job that
     * lands behind it is refused, or ends CANCELLED if it was placed elsewhere already.
     *
     * @param queue the queue
     * @return the closing, a job that ends COMPLETED when everything before it is over
     * @throws RefusedException (S4) if the queue is closed already
     */
    public Job close(SyncQueue queue) {
        AccessSet set = AccessSet.exclusive(queue);
        Job job = new Job(this, nextId(), set, new Closing(), null, JobOptions.DEFAULT);
        Submission.run(job, set, Entry.CLOSED);
        return job;
    }

    /**
     * How many releases and failures came after another end had won, or twice. They had no effect
     * (S5, S13). A cancel that loses is not counted: its result says so.
     *
     * @return the count so far
     */
    public long lateReleases() {
        return lateReleases.sum();
    }

    @Nullable
    Observation observation() {
        return observation;
    }

    boolean late() {
        lateReleases.increment();
        return false;
    }

    private long nextId() {
        return observation == null ? 0 : ids.incrementAndGet();
    }

    private static long nanosOf(Duration timeout) {
        if (timeout.isNegative()) {
            return 0; // also keeps the subtraction of what has passed from running over
        }
        try {
            return timeout.toNanos();
        } catch (ArithmeticException beyond292Years) {
            return Long.MAX_VALUE;
        }
    }

    /** The client of a blocking acquire: wakes the thread, which looks at the job itself. */
    private record Waiter(Thread thread) implements Mailbox {
        @Override
        public void granted(Job job) {
            LockSupport.unpark(thread);
        }

        @Override
        public String name() {
            return thread.getName();
        }
    }

    /** The client of a queue's last job. */
    private static final class Closing implements Client {
        @Override
        public void granted(Job job) {
            job.release();
        }
    }
}
