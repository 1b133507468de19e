package dev.baton.engine;

import dev.baton.buffers.Tracking;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way of a job into its dispatcher: it is made, with what the dispatcher gives to all, refused if
 * it must not be placed, and placed or put off. It also knows where the jobs are, and who is closed.
 */
final class Admission {
    private static final VarHandle CLOSED;
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final Set<String> MAKERS = Stream.of(
                    Admission.class, Acquisition.class, ForeignWork.class, Dispatcher.class)
            .map(Class::getName)
            .collect(Collectors.toSet());

    static {
        try {
            CLOSED = MethodHandles.lookup()
                    .findVarHandle(Admission.class, "closed", ClosedClients.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Dispatcher dispatcher;
    private final @Nullable Observation observation;
    private final @Nullable Timers timers;
    private final HoldAndWait holdAndWait;

    /** Whether jobs remember where they were submitted. */
    private final boolean tracks = Tracking.isOn();

    private final AtomicLong ids = new AtomicLong();
    private final KnownQueues queues = new KnownQueues();

    /** Jobs that stand in no queue: by their set they are not found. */
    private final Set<Job> placeless = ConcurrentHashMap.newKeySet();

    /** Whether a client of a hardware domain has come. Plain: whoever comes behind its job sees it. */
    private boolean hasHardware;

    /** Null while nothing is closed, which a submit asks twice. */
    private volatile @Nullable ClosedClients closed;

    Admission(
            Dispatcher dispatcher,
            @Nullable DispatchObserver observer,
            @Nullable Timers timers,
            HoldAndWait holdAndWait) {
        this.dispatcher = dispatcher;
        this.holdAndWait = Objects.requireNonNull(holdAndWait, "holdAndWait");
        this.observation = observer == null ? null : new Observation(observer);
        this.timers = timers;
    }

    HoldAndWait holdAndWait() {
        return holdAndWait;
    }

    Set<Job> placeless() {
        return placeless;
    }

    /** The time now, if somebody knows. */
    long nowNanos() {
        return timers == null ? Snapshot.UNKNOWN_NANOS : timers.nowNanos();
    }

    KnownQueues queues() {
        return queues;
    }

    Job create(AccessSet set, Client client, @Nullable Object attachment, JobOptions options) {
        return create(set, client, attachment, options, options.waits());
    }

    /**
     * Makes a job.
     *
     * @param waits what it waits for beside its accesses
     * @throws RefusedException (S8) for times that cannot be kept
     */
    Job create(
            AccessSet set,
            Client client,
            @Nullable Object attachment,
            JobOptions options,
            List<FenceWait> waits) {
        HardwareDomain<?> domain = domainOf(client);
        boolean plain = observation == null && waits.isEmpty() && domain == null && !tracks;
        if (plain && options.isDefault()) {
            return new Job(dispatcher, set, client, attachment, null, set.orderedCount());
        }
        long id = observation == null ? 0 : ids.incrementAndGet();
        Particulars particulars = domain == null
                ? new Particulars(options, observation, id, timers, waits)
                : new HandOver(domain, options, observation, id, timers, waits);
        particulars.place = tracks ? place() : null;
        if (options.isTimed() || !waits.isEmpty()) {
            particulars.refuseUntimely();
        }
        int pending = set.orderedCount() + particulars.waitsBeside();
        if (pending > Lifecycle.PENDING_MAX) {
            throw new RefusedException(
                    "S9", pending + " accesses and gates exceed " + Lifecycle.PENDING_MAX);
        }
        if (particulars instanceof HandOver hand) {
            hasHardware = true;
            hand.await(pending);
        }
        Job job = new Job(dispatcher, set, client, attachment, particulars, pending);
        if (particulars.outFence != null) {
            particulars.outFence.tells(job);
        }
        return job;
    }

    boolean hasHardware() {
        return hasHardware;
    }

    private static @Nullable HardwareDomain<?> domainOf(Client client) {
        HardwareDomain<?> domain = client.domain();
        return domain != null && client instanceof HardwareClient<?> ? domain : null;
    }

    /** Where the engine is called from. */
    private static String place() {
        return STACK.walk(frames -> frames.filter(frame -> !MAKERS.contains(frame.getClassName()))
                .findFirst()
                .map(frame -> frame.toStackTraceElement().toString())
                .orElse("an unknown place"));
    }

    /** A job that is no user's, and of which nobody is told. */
    Job createUnobserved(
            AccessSet set, Client client, @Nullable Object attachment, JobOptions options) {
        Particulars particulars = new Particulars(options, null, 0, null, List.of());
        return new Job(dispatcher, set, client, attachment, particulars, set.orderedCount());
    }

    /** Places a job, or puts that off until its gates are open. */
    void submit(Job job, AccessSet set) {
        accept(job, set);
        Deferral deferral = Deferral.of(job);
        if (deferral == null) {
            place(job, set);
        } else {
            defer(job, deferral);
        }
    }

    /** Refuses what must not be placed. */
    private void accept(Job job, AccessSet set) {
        if (isClosedFor(job)) {
            throw new RefusedException("S17", job + " comes after the closing of its client");
        }
        admit(job, set);
        Succession succession = job.options().endedBy();
        if (succession != null) {
            succession.refuseCycle(job, set);
        }
    }

    private void place(Job job, AccessSet set) {
        if (set.orderedCount() == 0) {
            placeless.add(job);
        }
        Submission.run(job, set, 0);
        long deadlineNanos = job.deadlineNanos(); // or a hint that came before it was placed
        if (deadlineNanos != Long.MAX_VALUE) {
            DeadlineHint.passUpstream(job, deadlineNanos);
        }
    }

    private void defer(Job job, Deferral deferral) {
        Particulars particulars = job.particularsMade();
        particulars.deferral = deferral;
        particulars.startExpiry(job);
        keep(job); // unless it has expired already
        if (isClosedFor(job)) { // a closing that did not find it here is seen here
            job.endWaiting(End.CLIENT_CLOSED);
        }
        DeadlineHint.passUpstream(job, job.options().deadlineNanos());
        deferral.start();
    }

    /** Places a job whose gates have opened. */
    void placeDeferred(Job job, AccessSet set) {
        if (!job.isOver()) {
            accept(job, set);
        }
        place(job, set);
        if (set.orderedCount() > 0) {
            placeless.remove(job); // from now on it is found in its queues
            if (job.isEmptied()) {
                keep(job); // unless its accesses have all ended by themselves meanwhile
            }
        }
    }

    /** Refuses what must not be placed, and makes the queues known. */
    void admit(Job job, AccessSet set) {
        boolean known = true;
        for (int i = 0; i < set.orderedCount(); i++) {
            SyncQueue queue = set.queue(i);
            Dispatcher home = queue.home();
            known &= home == dispatcher;
            if (home != dispatcher && home != null) {
                throw refuseForeign(job, queue);
            }
            if (Placement.isClosed(queue)) {
                throw Placement.refuseClosed(job, queue);
            }
        }
        for (int i = 0; !known && i < set.orderedCount(); i++) {
            if (set.queue(i).home() != dispatcher) {
                join(job, set.queue(i));
            }
        }
    }

    private static RefusedException refuseForeign(Job job, SyncQueue queue) {
        return new RefusedException("S1", job + " names " + queue + " of another dispatcher");
    }

    private void join(Job job, SyncQueue queue) {
        queues.add(queue); // first, so that no job is placed that is not to be found
        if (!queue.casHome(dispatcher) && queue.home() != dispatcher) {
            throw refuseForeign(job, queue);
        }
    }

    void close(Client client) {
        ClosedClients before;
        do {
            before = closed;
            // Decides: that the client is closed. Lost: another closing came first; add to that.
        } while (!CLOSED.compareAndSet(this, before, ClosedClients.with(before, client)));
    }

    void closeAll() {
        closed = ClosedClients.ALL;
    }

    boolean isClosedFor(Job job) {
        ClosedClients now = closed;
        return now != null && now.covers(job.client());
    }

    /** A job that stands in no queue, or in nobody's way any more, is to be found here. */
    void keep(Job job) {
        placeless.add(job);
        if (job.isOver()) {
            placeless.remove(job);
        }
    }

    /** A job that stood in no queue is over. */
    void forget(Job job) {
        placeless.remove(job);
    }

    void refuseIfClosed(SyncQueue queue) {
        ClosedClients now = closed;
        if (now != null && now.all()) {
            throw new RefusedException("S17", "the dispatcher is closed, so is " + queue);
        }
    }
}
