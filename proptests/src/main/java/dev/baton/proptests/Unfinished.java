package dev.baton.proptests;

import dev.baton.engine.CancelReason;
import dev.baton.engine.DispatchObserver;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps every job, and so its queues, until its end, and passes on what it hears. A dispatcher does
 * not: a test that has forgotten both would not be told what it left.
 */
final class Unfinished implements DispatchObserver {
    private final Set<Job> jobs = ConcurrentHashMap.newKeySet();
    private final DispatchObserver next;

    Unfinished(DispatchObserver next) {
        this.next = next;
    }

    @Override
    public void submitted(Job job, long[] predecessors) {
        jobs.add(job);
        next.submitted(job, predecessors);
    }

    @Override
    public void available(Job job, SyncQueue queue) {
        next.available(job, queue);
    }

    @Override
    public void granted(Job job) {
        next.granted(job);
    }

    @Override
    public void handedOver(Job job, HardwareDomain<?> domain) {
        next.handedOver(job, domain);
    }

    @Override
    public void accessReleased(Job job, SyncQueue queue) {
        next.accessReleased(job, queue);
    }

    @Override
    public void downgraded(Job job, SyncQueue queue) {
        next.downgraded(job, queue);
    }

    @Override
    public void released(Job job) {
        next.released(job);
        jobs.remove(job);
    }

    @Override
    public void cancelled(Job job, CancelReason reason) {
        next.cancelled(job, reason);
        jobs.remove(job);
    }

    @Override
    public void timedOut(Job job) {
        next.timedOut(job);
        jobs.remove(job);
    }

    @Override
    public void failed(Job job, Throwable cause) {
        next.failed(job, cause);
        jobs.remove(job);
    }

    @Override
    public void abandoned(Job job, Throwable cause) {
        next.abandoned(job, cause);
        jobs.remove(job);
    }
}
