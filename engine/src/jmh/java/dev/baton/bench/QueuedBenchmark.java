package dev.baton.bench;

import dev.baton.engine.Job;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The chain over four buffers with many jobs in it: submit one behind all, release the owner. */
public class QueuedBenchmark extends Buffers {
    /** How many jobs own or want the buffers. */
    @Param({"2", "1000", "100000"})
    int queued;

    private Job[] jobs;
    private OneLock.ResourceSet[] peersSets;
    private int owner;

    /** Submits as many. */
    @Setup
    public void fill() {
        makeBuffers(4);
        jobs = new Job[queued];
        peersSets = new OneLock.ResourceSet[queued];
        for (int i = 0; i < queued; i++) {
            jobs[i] = dispatcher.submit(exclusive, grants);
            peersSets[i] = kds.waitAll(exclusiveRequest, grants);
        }
    }

    /** Baton. */
    @Benchmark
    public boolean baton() {
        Job next = dispatcher.submit(exclusive, grants);
        int index = index();
        boolean released = jobs[index].release();
        jobs[index] = next;
        return released;
    }

    /** The peer. */
    @Benchmark
    public boolean oneLock() {
        OneLock.ResourceSet next = kds.waitAll(exclusiveRequest, grants);
        int index = index();
        boolean released = kds.release(peersSets[index]);
        peersSets[index] = next;
        return released;
    }

    private int index() {
        int index = owner;
        owner = index + 1 == queued ? 0 : index + 1;
        return index;
    }
}
