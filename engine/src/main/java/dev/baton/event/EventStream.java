package dev.baton.event;

import dev.baton.engine.Access;
import dev.baton.engine.AccessMode;
import dev.baton.engine.CancelReason;
import dev.baton.engine.Client;
import dev.baton.engine.DispatchObserver;
import dev.baton.engine.Gate;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The observer that turns a dispatcher's calls into {@link Event}s. Each is stamped and passed on
 * before the call returns, on the calling thread, with no ring between: that is what virtual time
 * wants. In real time let an {@link EventRecorder} be its listener.
 *
 * <p><b>Threading:</b> as its clock and its listener. <b>Memory:</b> adds no order of its own.
 * <b>Cost:</b> one reading of the clock and one record per call; {@code submitted} copies the set.
 *
 * @since 0.1
 */
public final class EventStream implements DispatchObserver {
    private final LongSupplier nanoClock;
    private final EventListener listener;

    /**
     * A stream from a dispatcher to a listener.
     *
     * @param nanoClock read once per event, on the publishing thread
     * @param listener told of each event, on the publishing thread
     */
    public EventStream(LongSupplier nanoClock, EventListener listener) {
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    @Override
    public void submitted(Job job, long[] predecessors) {
        List<Access> named = job.accesses().accesses();
        Event.SubmittedAccess[] accesses = new Event.SubmittedAccess[named.size()];
        int ordered = 0;
        for (int i = 0; i < accesses.length; i++) {
            SyncQueue queue = named.get(i).queue();
            AccessMode mode = named.get(i).mode();
            long predecessor = mode == AccessMode.UNORDERED ? 0 : predecessors[ordered++];
            accesses[i] = new Event.SubmittedAccess(queue.id(), queue.name(), mode, predecessor);
        }
        Client client = job.client();
        String name = client == null ? "" : client.name();
        listener.on(new Event.Submitted(
                now(),
                job.id(),
                name,
                List.of(accesses),
                job.openEnded(),
                job.options().notBeforeNanos(),
                isGated(job),
                job.isForeign()));
    }

    /** Not counting gates that open before the job is placed. */
    private static boolean isGated(Job job) {
        for (Gate gate : job.options().gates()) {
            if (gate.timeout() != null) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void available(Job job, SyncQueue queue) {
        listener.on(new Event.Available(now(), job.id(), queue.id()));
    }

    @Override
    public void granted(Job job) {
        listener.on(new Event.Granted(now(), job.id()));
    }

    @Override
    public void handedOver(Job job, HardwareDomain<?> domain) {
        listener.on(new Event.HandedOver(now(), job.id(), domain.toString()));
    }

    @Override
    public void accessReleased(Job job, SyncQueue queue) {
        listener.on(new Event.AccessReleased(now(), job.id(), queue.id()));
    }

    @Override
    public void downgraded(Job job, SyncQueue queue) {
        listener.on(new Event.Downgraded(now(), job.id(), queue.id()));
    }

    @Override
    public void released(Job job) {
        listener.on(new Event.Released(now(), job.id()));
    }

    @Override
    public void cancelled(Job job, CancelReason reason) {
        listener.on(new Event.Cancelled(now(), job.id(), reason));
    }

    @Override
    public void timedOut(Job job) {
        listener.on(new Event.TimedOut(now(), job.id()));
    }

    @Override
    public void failed(Job job, Throwable cause) {
        listener.on(new Event.Failed(now(), job.id(), cause.toString()));
    }

    @Override
    public void abandoned(Job job, Throwable cause) {
        listener.on(new Event.Abandoned(now(), job.id(), cause.toString()));
    }

    private long now() {
        return nanoClock.getAsLong();
    }
}
