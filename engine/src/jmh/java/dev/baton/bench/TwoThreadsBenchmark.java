package dev.baton.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.ThreadParams;

import java.util.stream.IntStream;

/**
 * Two threads, each with exclusive jobs over four buffers: submit, wait for the grant by spinning (or
 * blocked, where that is the system's way), release. A dispatching thread would be the third on two
 * cores, so the ring is left out.
 */
@State(Scope.Benchmark)
@Threads(2)
public class TwoThreadsBenchmark extends Measured {
    private static final int ACCESSES = 4;

    /** What is measured. */
    @Param({"baton", "batonAcquire", "oneLock", "sortedLocks", "futureDag"})
    String system;

    /** Whether the two have nothing, half their buffers, or all in common. */
    @Param({"disjoint", "overlapping", "hot"})
    String buffers;

    private Contender<Object, Object> contender;

    /** Makes the buffers. */
    @Setup
    public void begin() {
        contender = Contest.contender(system, 2 * ACCESSES);
    }

    /** What a thread has for itself. */
    @State(Scope.Thread)
    public static class Own {
        private final Grants grants = Grants.counted();
        private Object set;
        private long submitted;

        /** Makes the set. */
        @Setup
        public void begin(TwoThreadsBenchmark both, ThreadParams thread) {
            int apart = switch (both.buffers) {
                case "disjoint" -> ACCESSES;
                case "overlapping" -> ACCESSES / 2;
                default -> 0;
            };
            int first = apart * thread.getThreadIndex();
            int[] wanted = IntStream.range(first, first + ACCESSES).toArray();
            set = both.contender.set(Contest.firstBits(ACCESSES), wanted);
            System.gc(); // as for one thread
        }
    }

    /** A job of one of the two. */
    @Benchmark
    public boolean job(Own own) {
        Object job = contender.submit(own.set, own.grants);
        own.grants.await(++own.submitted);
        return contender.release(job);
    }
}
