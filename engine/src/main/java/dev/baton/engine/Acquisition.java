package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that waits for a job to be granted. It reads {@link System#nanoTime}, since it is a real
 * thread that waits; and it looks at the job after each wake-up and before each sleep, so no wake-up
 * is lost.
 */
final class Acquisition {
    private static final Runnable NOTHING = () -> {};

    private final Job job;
    private final long startNanos = System.nanoTime();
    private final Duration timeout;

    Acquisition(Job job, Duration timeout) {
        this.job = job;
        this.timeout = timeout;
    }

    /** Acquires for the calling thread; before it blocks, the hold-and-wait rule is looked at (S19). */
    static Ownership run(Admission admission, AccessSet set, Duration timeout, JobOptions options)
            throws InterruptedException, TimeoutException, ExecutionException {
        boolean unchecked = admission.holdAndWait() == HoldAndWait.UNCHECKED;
        Holder holder = unchecked ? null : Holder.ofThisThread();
        boolean blocks = Nanos.of(timeout) > 0;
        Job job = admission.create(set, new Waiter(holder, blocks), null, options);
        Runnable after = holder == null || !blocks ? NOTHING : holder.beforeJob(job, set);
        try {
            admission.submit(job, set);
            Ownership ownership = new Acquisition(job, timeout).await();
            if (holder != null) {
                holder.own(job);
            }
            return ownership;
        } finally {
            after.run();
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // it yields to the very thread it waits for
    Ownership await() throws InterruptedException, TimeoutException, ExecutionException {
        long limit = Nanos.of(timeout);
        while (!job.isGranted()) {
            End end = job.end();
            if (end != null) {
                throw failure(end);
            }
            long left = limit - (System.nanoTime() - startNanos);
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            }
            if (Thread.interrupted()) {
                if (job.cancel()) {
                    throw new InterruptedException();
                }
                Thread.currentThread().interrupt(); // grant or end won; it may be still on its way
                Thread.yield();
            } else if (left <= 0) {
                if (job.endWaiting(End.TIMED_OUT)) {
                    throw new TimeoutException(job + " waited " + timeout);
                }
                Thread.yield(); // the grant won; it may be still on its way to the observer
            }
        }
        return new Ownership(job);
    }

    /** What to throw for a job that ended before it was owned, or before its owner woke up. */
    private RuntimeException failure(End end) throws ExecutionException {
        if (end == End.QUEUE_CLOSED) {
            return new RefusedException("S17", job + " fell behind the closing of a queue");
        }
        if (end.outcome == Outcome.CANCELLED) {
            return new CancellationException(job + " was cancelled: " + end.reason);
        }
        Throwable cause = job.cause();
        throw new ExecutionException(
                job + " ended " + end.outcome, Objects.requireNonNullElseGet(cause, Error::new));
    }

    /** The client of a blocking acquire: wakes the thread, which looks at the job itself. */
    static final class Waiter extends Mailbox {
        private final Thread thread = Thread.currentThread();
        private final @Nullable Client client;

        /** Whether it waits for the grant; if not, it gives its place up at once. */
        final boolean blocks;

        /** Who owns the job once it is granted; null if nobody looks, or it was given away. */
        private volatile @Nullable Holder holder;

        Waiter(@Nullable Holder holder, boolean blocks) {
            this.holder = holder;
            this.blocks = blocks;
            this.client = holder == null ? null : holder.client();
        }

        boolean isOf(Holder other) {
            return holder == other;
        }

        boolean isOf(Client other) {
            return holder != null && client == other;
        }

        void detach() {
            holder = null;
        }

        @Override
        boolean offer(Job job) {
            LockSupport.unpark(thread);
            return true;
        }

        @Override
        void ended() {
            LockSupport.unpark(thread);
        }

        @Override
        public String name() {
            return client == null ? thread.getName() : client.name();
        }
    }
}
