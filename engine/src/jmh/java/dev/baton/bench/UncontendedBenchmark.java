package dev.baton.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Submit, grant and release of one exclusive job, on one thread; nobody else wants its buffers. */
public class UncontendedBenchmark extends Contest {
    /** What is measured. */
    @Param({
        "floor",
        "baton",
        "batonAcquire",
        "oneLock",
        "sortedLocks",
        "futureDag",
        "ringDispatcher"
    })
    String system;

    /** How many buffers each job wants. */
    @Param({"1", "2", "4", "8", "16", "256"})
    int k;

    private final Grants grants = Grants.counted();
    private long submitted;

    /** Makes the buffers. */
    @Setup
    public void begin() {
        enter(system, k);
    }

    /** Waits for the grant where another thread makes it. */
    @Benchmark
    public boolean job() {
        Object job = contender.submit(exclusive, grants);
        grants.await(++submitted);
        return contender.release(job);
    }
}
