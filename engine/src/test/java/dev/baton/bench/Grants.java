package dev.baton.bench;

import dev.baton.engine.Client;
import dev.baton.engine.Job;

import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The client of every {@link Contender}: called directly, it counts, and keeps the granted jobs if
 * it was made to. One thread tells, one waits.
 */
final class Grants implements Client, OneLock.Callback {
    /** In the middle of two cache lines, so that no other thread's count shares one. */
    private static final int COUNT = 16;

    private static final int SPINS_MAX = 2_000;

    private final AtomicLongArray counts = new AtomicLongArray(2 * COUNT);
    private final @Nullable MessagePassingQueue<Object> jobs;

    private Grants(@Nullable MessagePassingQueue<Object> jobs) {
        this.jobs = jobs;
    }

    static Grants counted() {
        return new Grants(null);
    }

    /** For jobs that are taken in the order of their grants. */
    static Grants kept(int jobsMax) {
        return new Grants(new SpscVarHandleArrayQueue<>(Math.max(4, jobsMax)));
    }

    @Override
    public void granted(Job job) {
        tell(job);
    }

    @Override
    public void granted(OneLock.ResourceSet set) {
        tell(set);
    }

    void tell(Object job) {
        counts.lazySet(COUNT, counts.getPlain(COUNT) + 1);
        if (jobs != null && !jobs.offer(job)) {
            throw new IllegalStateException("more jobs granted than are kept");
        }
    }

    /** Spins until so many jobs were granted. */
    long await(long count) {
        int spins = 0;
        while (counts.getAcquire(COUNT) < count) {
            spins = pause(spins);
        }
        return count;
    }

    /** The first kept job, if there is one. */
    @Nullable
    Object poll() {
        return jobs.poll();
    }

    /** The first kept job; spins until there is one. */
    Object take() {
        int spins = 0;
        Object job = jobs.poll();
        while (job == null) {
            spins = pause(spins);
            job = jobs.poll();
        }
        return job;
    }

    /** Spins, and lets others run once it did so for long, as who is awaited may have no core. */
    static int pause(int spins) {
        if (spins < SPINS_MAX) {
            Thread.onSpinWait();
            return spins + 1;
        }
        Thread.yield();
        return 0;
    }
}
