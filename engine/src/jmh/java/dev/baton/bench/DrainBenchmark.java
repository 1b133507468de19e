package dev.baton.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A thousand random jobs, as {@link RandomBenchmark} has them: all submitted, then all released. */
public class DrainBenchmark extends Contest {
    private static final int JOBS = 1000;

    /** What is measured. */
    @Param({"baton", "oneLock", "futureDag", "ringDispatcher"})
    String system;

    private final Grants grants = Grants.kept(JOBS);
    private Object[] sets;

    /** Makes the buffers. */
    @Setup
    public void begin() {
        sets = enterRandom(system);
    }

    /** In the order of the grants. */
    @Benchmark
    @OperationsPerInvocation(JOBS)
    public boolean job() {
        for (int i = 0; i < JOBS; i++) {
            contender.submit(sets[i], grants);
        }
        boolean ended = true;
        for (int i = 0; i < JOBS; i++) {
            ended &= contender.release(grants.take());
        }
        return ended;
    }
}
