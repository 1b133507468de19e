package dev.baton.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A job queued behind one that owns the buffers, and withdrawn; futures and locks cannot. */
public class CancelBenchmark extends Contest {
    /** What is measured. */
    @Param({"baton", "oneLock"})
    String system;

    /** How many buffers each job wants. */
    @Param({"1", "4", "16"})
    int k;

    private final Grants grants = Grants.counted();

    /** Submits the owner. */
    @Setup
    public void begin() {
        enter(system, k);
        contender.submit(exclusive, grants);
    }

    /** Submit and cancel. */
    @Benchmark
    public boolean job() {
        return contender.cancel(contender.submit(exclusive, grants));
    }
}
