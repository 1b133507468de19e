package dev.baton.bench;

import dev.baton.engine.Job;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * One job owns the buffers and one waits behind it: submit the next one, and release the owner,
 * which grants the one that waited. A job that was not granted would be refused its release.
 */
public class ChainBenchmark extends BufferCounts {
    private Job owner;
    private Job waiting;
    private OneLock.ResourceSet peersOwner;
    private OneLock.ResourceSet peersWaiting;

    /** Submits the first two. */
    @Setup
    public void fill() {
        owner = dispatcher.submit(exclusive, grants);
        waiting = dispatcher.submit(exclusive, grants);
        peersOwner = kds.waitAll(exclusiveRequest, grants);
        peersWaiting = kds.waitAll(exclusiveRequest, grants);
    }

    /** Baton. */
    @Benchmark
    public boolean baton() {
        Job next = dispatcher.submit(exclusive, grants);
        boolean released = owner.release();
        owner = waiting;
        waiting = next;
        return released;
    }

    /** The peer. */
    @Benchmark
    public boolean oneLock() {
        OneLock.ResourceSet next = kds.waitAll(exclusiveRequest, grants);
        boolean released = kds.release(peersOwner);
        peersOwner = peersWaiting;
        peersWaiting = next;
        return released;
    }
}
