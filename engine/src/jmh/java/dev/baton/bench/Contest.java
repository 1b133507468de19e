package dev.baton.bench;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One thread, and one of the systems that are compared. */
@State(Scope.Thread)
public abstract class Contest extends Measured {
    private static final int RANDOM_BUFFERS = 256;
    private static final int RANDOM_ACCESSES = 4;
    private static final int RANDOM_SETS = 4096;

    Contender<Object, Object> contender;

    /** All buffers, for one job alone. */
    Object exclusive;

    /** All buffers, beside others. */
    Object shared;

    final void enter(String system, int buffers) {
        contender = contender(system, buffers);
        int[] all = IntStream.range(0, buffers).toArray();
        exclusive = contender.set(firstBits(buffers), all);
        shared = contender.set(new BitSet(), all);
        System.gc(); // real buffers are old, which collectors make stores into them pay for
    }

    /** Enters with many buffers, and what random jobs ask for of them. */
    final Object[] enterRandom(String system) {
        contender = contender(system, RANDOM_BUFFERS);
        SplittableRandom random = new SplittableRandom(42);
        Object[] sets = new Object[RANDOM_SETS];
        for (int i = 0; i < RANDOM_SETS; i++) {
            BitSet alone = new BitSet();
            for (int j = 0; j < RANDOM_ACCESSES; j++) {
                alone.set(j, random.nextInt(4) == 0);
            }
            int[] buffers = random.ints(0, RANDOM_BUFFERS)
                    .distinct()
                    .limit(RANDOM_ACCESSES)
                    .toArray();
            sets[i] = contender.set(alone, buffers);
        }
        System.gc();
        return sets;
    }

    static BitSet firstBits(int count) {
        BitSet bits = new BitSet();
        bits.set(0, count);
        return bits;
    }

    @SuppressWarnings("unchecked")
    static Contender<Object, Object> contender(String system, int buffers) {
        return (Contender<Object, Object>)
                switch (system) {
                    case "floor" -> new Floor(buffers);
                    case "baton" -> new BatonJobs(buffers);
                    case "batonAcquire" -> new BatonAcquire(buffers);
                    case "oneLock" -> new OneLockJobs(buffers);
                    case "sortedLocks" -> new SortedLocks(buffers);
                    case "futureDag" -> new FutureDag(buffers);
                    case "ringDispatcher" -> new RingDispatcher(buffers);
                    default -> throw new IllegalArgumentException(system);
                };
    }

    /** Ends the thread of a system that has one. */
    @TearDown
    public void leave() {
        contender.close();
    }
}
