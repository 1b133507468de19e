package dev.baton.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Jobs over four of 256 buffers, each exclusive in one case of four, with a constant number of them
 * outstanding: submit one, and release the one that was granted first.
 */
public class RandomBenchmark extends Contest {
    /** What is measured. */
    @Param({"baton", "oneLock", "futureDag", "ringDispatcher"})
    String system;

    /** How many jobs are queued or granted. */
    @Param({"16", "256", "4096", "16384"})
    int outstanding;

    private Object[] sets;
    private Grants grants;
    private int submitted;

    /** Submits all but one. */
    @Setup
    public void begin() {
        sets = enterRandom(system);
        grants = Grants.kept(outstanding);
        while (submitted < outstanding - 1) {
            submit();
        }
    }

    private void submit() {
        contender.submit(sets[submitted++ & sets.length - 1], grants);
    }

    /** Waits for a grant where another thread makes it. */
    @Benchmark
    public boolean job() {
        submit();
        return contender.release(grants.take());
    }
}
