package dev.baton.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * One job owns the buffers and one waits behind it: submit the next one, and release the owner,
 * which grants the one that waited. Sorted locks have no queue, so a second job of the same thread
 * would wait for itself.
 */
public class ChainBenchmark extends Contest {
    /** What is measured. */
    @Param({"baton", "oneLock", "futureDag", "ringDispatcher"})
    String system;

    /** How many buffers each job wants. */
    @Param({"1", "2", "4", "8", "16"})
    int k;

    private final Grants grants = Grants.counted();
    private Object owner;
    private Object waiting;
    private long released;

    /** Submits the first two. */
    @Setup
    public void begin() {
        enter(system, k);
        owner = contender.submit(exclusive, grants);
        waiting = contender.submit(exclusive, grants);
    }

    /** Waits for the owner's grant where another thread makes it. */
    @Benchmark
    public boolean job() {
        Object next = contender.submit(exclusive, grants);
        grants.await(++released);
        boolean ended = contender.release(owner);
        owner = waiting;
        waiting = next;
        return ended;
    }
}
