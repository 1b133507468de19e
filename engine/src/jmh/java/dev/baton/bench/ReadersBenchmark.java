package dev.baton.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A writer owns the buffers, readers queue behind it, and the next writer behind them. The writer's
 * release grants the readers, and the last of theirs, in order, the next writer. Per job.
 */
public class ReadersBenchmark extends Contest {
    private static final int FEW = 15;
    private static final int MANY = 1000;

    /** What is measured. */
    @Param({"baton", "oneLock", "futureDag"})
    String system;

    /** How many buffers each job wants. */
    @Param({"1", "2", "4", "8", "16"})
    int k;

    private final Grants grants = Grants.counted();
    private final Object[] readers = new Object[MANY];
    private Object writer;

    /** Submits the first writer. */
    @Setup
    public void begin() {
        enter(system, k);
        writer = contender.submit(exclusive, grants);
    }

    /** A few readers. */
    @Benchmark
    @OperationsPerInvocation(FEW + 1)
    public boolean few() {
        return round(FEW);
    }

    /** Very many. */
    @Benchmark
    @OperationsPerInvocation(MANY + 1)
    public boolean many() {
        return round(MANY);
    }

    private boolean round(int count) {
        for (int i = 0; i < count; i++) {
            readers[i] = contender.submit(shared, grants);
        }
        Object next = contender.submit(exclusive, grants);
        boolean ended = contender.release(writer);
        for (int i = 0; i < count; i++) {
            ended &= contender.release(readers[i]);
        }
        writer = next;
        return ended;
    }
}
