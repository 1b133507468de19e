package dev.baton.engine;

import dev.baton.fence.Fence;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * Where jobs are submitted. It has no thread and no lock: whoever makes a grant true tells it.
 *
 * <p>The order of jobs lives in their queues. A dispatcher adds what its users share: the observer,
 * the source of time, ids and counts. Use one per pipeline: a queue belongs to the dispatcher of its
 * first job.
 *
 * <p><b>Threading:</b> any thread. <b>Progress:</b> {@link #submit} is lock-free, but that jobs of
 * no ordered access are noted in a concurrent map, which may lock a bin for an instant; {@link
 * #acquire} and the closing of a client or of the dispatcher block, and say so. <b>Cost:</b> to
 * submit and to release an unobserved job of k accesses that nobody else wants, with default options,
 * k + 2 atomic operations (2 if k is 1) and one object.
 *
 * @since 0.1
 */
public final class Dispatcher implements AutoCloseable {
    /** How long {@link #close()} waits for buffers that are still owned. */
    public static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

    private final Admission admission;
    private final LongAdder lateReleases = new LongAdder();

    /** Whether any buffer was ever poisoned. Written plainly, before the end that poisons it. */
    private boolean poisonSeen;

    /** A dispatcher that nobody observes, for jobs that carry no times; they have no ids. */
    public Dispatcher() {
        this(null, null);
    }

    /**
     * A dispatcher that tells every transition, for jobs that carry no times.
     *
     * @param observer told on the thread that makes the transition
     */
    public Dispatcher(DispatchObserver observer) {
        this(Objects.requireNonNull(observer, "observer"), null);
    }

    /**
     * A dispatcher for jobs that carry times (S8).
     *
     * @param observer told of every transition on the thread that makes it; null for none
     * @param timers where the time comes from; null if no job carries any
     */
    public Dispatcher(@Nullable DispatchObserver observer, @Nullable Timers timers) {
        this(observer, timers, HoldAndWait.REFUSED);
    }

    /**
     * A dispatcher that says itself what becomes of clients that block while they own (S19).
     *
     * @param observer told of every transition on the thread that makes it; null for none
     * @param timers where the time comes from; null if no job carries any
     * @param holdAndWait told of such a wait; {@link HoldAndWait#REFUSED} unless said otherwise
     */
    public Dispatcher(
            @Nullable DispatchObserver observer, @Nullable Timers timers, HoldAndWait holdAndWait) {
        this.admission = new Admission(this, observer, timers, holdAndWait);
    }

    /**
     * Submits a job without attachment or options.
     *
     * @param set what it wants
     * @param client who is granted it
     * @return the job, perhaps already granted or ended
     * @throws RefusedException as {@link #submit(AccessSet, Client, Object, JobOptions)}
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
     * @throws RefusedException if a queue of the set was closed before (S4), or the client or the
     *     dispatcher (S17); if a queue belongs to another dispatcher (S1); if it carries a time and
     *     the dispatcher has no timers, or waits too long for it (S8); if it would wait for the one
     *     before it in its succession (S20). Nothing is placed then; where another thread's job
     *     makes that cycle at the same moment, the place is given up again
     */
    public Job submit(
            AccessSet set, Client client, @Nullable Object attachment, JobOptions options) {
        Objects.requireNonNull(client, "client");
        Job job = admission.create(set, client, attachment, options);
        admission.submit(job, set);
        return job;
    }

    /**
     * Acquires all buffers of a set for the calling thread and waits until it owns them. Zero asks
     * whether they are free right now; if not, it takes no place, so it may be asked as often as one
     * likes. Anything else is refused, unless the dispatcher's {@link HoldAndWait} says otherwise,
     * while the thread owns something that it acquired, as it could then wait for ever; and in {@link
     * Client#granted} and every other callback, as it would keep the grants that this thread has still
     * to tell.
     *
     * <p><b>Progress:</b> blocking; it reads {@link System#nanoTime}, as a real thread waits.
     *
     * @param set what is wanted
     * @param timeout how long to wait at most
     * @param options what else is asked for
     * @return the ownership; close it to release
     * @throws TimeoutException if the buffers did not become free in time; nothing is owned
     * @throws InterruptedException if interrupted while waiting; nothing is owned. An interrupt that
     *     comes with the grant leaves the thread interrupted and the buffers owned.
     * @throws CancellationException if somebody else ended the wait: the dispatcher was closed, the
     *     time of its options expired, or it was to be skipped behind a failed writer
     * @throws ExecutionException if it failed, as behind a failed writer it asked to; with the cause
     * @throws RefusedException as {@link #submit}; (S17) if it fell behind the closing of a queue;
     *     (S19) if it may not block here
     */
    public Ownership acquire(AccessSet set, Duration timeout, JobOptions options)
            throws InterruptedException, TimeoutException, ExecutionException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if ((timeout.isZero() || timeout.isNegative()) && !Placement.isFree(set)) {
            throw new TimeoutException(set + " is not free");
        }
        return Acquisition.run(admission, set, timeout, options);
    }

    /**
     * Acquires with default options, and so never fails behind a failed writer: ask {@link
     * Job#poison()}.
     *
     * @param set what is wanted
     * @param timeout how long to wait at most
     * @return the ownership; close it to release
     * @throws TimeoutException as {@link #acquire(AccessSet, Duration, JobOptions)}
     * @throws InterruptedException as there
     * @throws CancellationException if the dispatcher was closed
     * @throws RefusedException as there
     */
    public Ownership acquire(AccessSet set, Duration timeout)
            throws InterruptedException, TimeoutException {
        try {
            return acquire(set, timeout, JobOptions.DEFAULT);
        } catch (ExecutionException ended) { // taken from this thread before it woke up
            CancellationException taken = new CancellationException(ended.getMessage());
            taken.initCause(ended.getCause());
            throw taken;
        }
    }

    /**
     * Tells when a job of this mode would be permitted in a queue: when everything that is ahead now
     * and stands against it is over (S2). It holds nobody up, so by the time it is heard others may
     * have come; {@link SyncQueue#isReady} asks without waiting.
     *
     * @param queue the queue
     * @param mode SHARED: could a reader go? EXCLUSIVE: could a writer? UNORDERED always could
     * @return a stage that completes then; with a {@link CancellationException} if the queue or the
     *     dispatcher is closed before
     * @throws RefusedException (S4, S17, S1) as {@link #submit}
     */
    public CompletionStage<Void> whenReady(SyncQueue queue, AccessMode mode) {
        admission.refuseIfClosed(queue);
        if (queue.isReady(mode)) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> ready = new CompletableFuture<>();
        watch(queue, mode, null, JobOptions.DEFAULT).whenEnded().thenAccept(ending -> {
            if (ending.outcome() == Outcome.COMPLETED) {
                ready.complete(null);
            } else { // thrown here it would arrive wrapped
                ready.completeExceptionally(
                        new CancellationException(queue + " was closed: " + ending.reason()));
            }
        });
        return ready;
    }

    /**
     * Exports what is queued now as a fence: a snapshot (S10), which later jobs do not extend. It
     * signals when a job of this mode, submitted now, would be permitted; with an error if the buffer
     * is poisoned then (S15), or the queue or the dispatcher was closed before. Nothing waits for it,
     * and nobody has to close it.
     *
     * <p>Source: {@code DMA_BUF_IOCTL_EXPORT_SYNC_FILE}. For several buffers, {@link
     * dev.baton.fence.SyncFile#merge} their fences.
     *
     * @param queue the queue
     * @param mode what the importer will do: SHARED to read, behind the writers queued now;
     *     EXCLUSIVE to write, behind everything; UNORDERED waits for nothing
     * @return the fence; a signaled one if there is nothing to wait for
     * @throws RefusedException (S4, S17, S1) as {@link #submit}
     */
    public Fence exportFence(SyncQueue queue, AccessMode mode) {
        Fence.endLost();
        admission.refuseIfClosed(queue);
        if (mode == AccessMode.UNORDERED || queue.isReady(mode) && queue.poison() == null) {
            return Fence.signaled();
        }
        JobFence present = JobFence.lastOf(queue, mode);
        if (present != null) {
            return present; // nobody came since, so it says the same
        }
        JobFence fence = new JobFence(mode + " of " + queue);
        fence.follow(watch(queue, mode, fence, JobOptions.POISON_MATTERS));
        return fence;
    }

    /**
     * Places foreign work, whose end a fence tells, in the queues of its buffers, in one atomic step
     * (S10). It waits for nobody, as it is under way already, and is never granted; its accesses are
     * over when the fence signals, permitted or not. If the fence signals with an error or not in
     * time, the buffers that it may have written are passed on poisoned (S15) when its turn has come.
     *
     * <p>Source: {@code DMA_BUF_IOCTL_IMPORT_SYNC_FILE}.
     *
     * @param set what the foreign work uses
     * @param fence when it is done
     * @param timeout how long to wait for that from now on, as a fence that never signals must not
     *     hold buffers for ever
     * @return the job that stands in the queues; cancelling it lets its successors through though the
     *     foreign work may go on
     * @throws RefusedException (S4, S17, S1) as {@link #submit}; (S8) if the dispatcher has no timers;
     *     (S10) if the timeout is not positive
     */
    public Job importFence(AccessSet set, Fence fence, Duration timeout) {
        Fence.endLost();
        Job job = ForeignWork.job(admission, set, fence, timeout);
        admission.submit(job, set);
        return job;
    }

    /**
     * Closes a queue: takes a last, exclusive place in it (S17). Jobs ahead of it run; a job that
     * lands behind it is refused, or ends CANCELLED if it was placed elsewhere already.
     *
     * @param queue the queue
     * @return the closing, a job that ends COMPLETED when everything before it is over
     * @throws RefusedException (S4) if the queue is closed already; (S1) if it belongs to another
     *     dispatcher
     */
    public Job close(SyncQueue queue) {
        AccessSet set = AccessSet.exclusive(queue);
        Job job = admission.create(set, new Releasing("closing"), null, JobOptions.DEFAULT);
        admission.admit(job, set);
        Submission.run(job, set, Entry.CLOSED);
        return job;
    }

    /**
     * Closes a client (S17): no job of it is accepted any more, those that wait end CANCELLED at
     * once (fenced off first if an eager client owns some of their buffers), those that own all
     * their buffers have until the deadline to give them back. What they have then is
     * taken: the client is {@linkplain Client#fenceOff fenced off}, the job ends ABANDONED, its
     * exclusive buffers are poisoned (S15) and go on. For a client that has died, the deadline is
     * zero. What a thread stopped for ever has left undone in these queues is done as well.
     *
     * <p><b>Progress:</b> blocking, up to the deadline on {@link System#nanoTime}; an interrupt ends
     * the wait early and leaves the thread interrupted. Idempotent. <b>Cost:</b> it walks all jobs of
     * the dispatcher that are not over; jobs pay nothing for it.
     *
     * @param client the client, by identity
     * @param deadline how long owners have; zero or less for none
     * @return what was ended
     */
    public Closed close(Client client, Duration deadline) {
        Objects.requireNonNull(client, "client");
        admission.close(client);
        return end(job -> job.client() == client, deadline);
    }

    /**
     * Closes the dispatcher: as {@link #close(Client, Duration)}, for all clients (S17).
     *
     * @param deadline how long owners have; zero or less for none
     * @return what was ended
     */
    public Closed close(Duration deadline) {
        admission.closeAll();
        return end(job -> true, deadline);
    }

    /** Closes the dispatcher, with {@link #CLOSE_DEADLINE}. */
    @Override
    public void close() {
        close(CLOSE_DEADLINE);
    }

    /**
     * What all queues and jobs are like now: owners, waiters, and who waits for whom.
     *
     * <p><b>Progress:</b> any thread, while everything runs, also from a callback; it takes no
     * atomic step and holds nobody up. To ask whether a merged fence has signaled may complete it, as
     * ever. <b>Cost:</b> linear in queues, jobs and accesses that are not over; nothing while nobody
     * asks, but for two readings of the timers by jobs that have an observer or options.
     *
     * @return a snapshot; {@link Snapshot} says what of it is consistent
     */
    public Snapshot snapshot() {
        return Survey.snapshot(admission);
    }

    /**
     * Why a job waits: since when, for whom, what would end that, and for whom those wait.
     *
     * <p><b>Progress and cost:</b> as {@link #snapshot}, of which it is a part.
     *
     * @param job any job of this dispatcher, waiting or not
     * @return a sentence for each wait, as text, data and a picture
     * @throws RefusedException (S1) if the job is another dispatcher's
     */
    public Explanation explain(Job job) {
        if (job.dispatcher() != this) {
            throw new RefusedException("S1", job + " is another dispatcher's; ask that one");
        }
        return Explanation.of(job, snapshot());
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

    private Job watch(
            SyncQueue queue, AccessMode mode, @Nullable JobFence fence, JobOptions options) {
        AccessSet set = AccessSet.builder().add(queue, mode).build();
        Job watch = admission.createUnobserved(set, new Releasing("watch"), fence, options);
        admission.admit(watch, set);
        Submission.run(watch, set, Entry.WATCH | Entry.OVER);
        return watch;
    }

    Admission admission() {
        return admission;
    }

    boolean late() {
        lateReleases.increment();
        return false;
    }

    boolean sawPoison() {
        return poisonSeen;
    }

    void seePoison() {
        poisonSeen = true;
    }

    private Closed end(Predicate<Job> whose, Duration deadline) {
        VarHandle.fullFence(); // before the tails are read, as submit reads closed after its CAS
        Closing closing = new Closing(job -> job.dispatcher() == this && whose.test(job));
        admission.queues().forEach(closing::endAllOn);
        admission.placeless().stream()
                .sorted(Comparator.comparingLong(Job::id)) // same run, same events
                .forEach(closing::end);
        admission.queues().forEach(Closing::settle);
        Closed ended = closing.takeBack(deadline);
        // Also behind what was taken from threads that are stopped.
        admission.queues().forEach(Closing::settle);
        return ended;
    }

    /** Wants its turn and nothing else. */
    private record Releasing(String name) implements Client {
        @Override
        public void granted(Job job) {
            job.release();
        }
    }
}
