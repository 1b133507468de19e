package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/** The kernel's stress tests of wound-wait mutexes: many threads lock the same buffers at once. */
@Timeout(60)
class LockingStressTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int FEW = 16;
    private static final int MANY = 2046;
    private static final long SEED =
            Long.getLong("baton.seed", new SplittableRandom().nextLong(1L << 48));

    private final Dispatcher dispatcher = new Dispatcher();
    private final Random random = new Random(SEED);

    /** A buffer with what is in it; plain, so that only its queue keeps threads apart. */
    private static final class Lock {
        final SyncQueue queue;
        boolean held;
        int entered;

        Lock(SyncQueue queue) {
            this.queue = queue;
        }
    }

    @BeforeAll
    static void printSeed() {
        System.out.println("Seed of the locking stress: -Dbaton.seed=" + SEED);
    }

    /** L:kernel/locking/test-ww_mutex.c stress, inorder: each thread in one order of its own. */
    @Test
    @Tag("stress_inorder")
    @Tag("S1")
    void stressInorderEveryThreadGetsThrough() throws Exception {
        Lock[] locks = locks(FEW);
        runAll(inorder(locks, 1_000), inorder(locks, 1_000), inorder(locks, 1_000));
        assertThat(locks).allMatch(lock -> lock.entered == 3_000);
    }

    /** L:kernel/locking/test-ww_mutex.c stress, reorder: half of them, in a new order each time. */
    @Test
    @Tag("stress_reorder")
    @Tag("S1")
    void stressReorderEveryThreadGetsThrough() throws Exception {
        Lock[] locks = locks(FEW);
        runAll(reorder(locks, 1_000), reorder(locks, 1_000), reorder(locks, 1_000));
        assertThat(entered(locks)).isEqualTo(3 * 1_000 * FEW / 2);
    }

    /** L:kernel/locking/test-ww_mutex.c stress, all: both kinds beside threads that lock one. */
    @Test
    @Tag("stress_all")
    @Tag("S1")
    void stressAllEveryThreadGetsThrough() throws Exception {
        Lock[] locks = locks(MANY);
        runAll(
                inorder(locks, 30),
                reorder(locks, 30),
                one(locks, 20_000),
                one(locks, 20_000),
                inorder(Arrays.copyOf(locks, FEW), 1_000),
                reorder(Arrays.copyOf(locks, FEW), 1_000));
        assertThat(entered(locks)).isEqualTo(30 * MANY * 3 / 2 + 2 * 20_000 + 1_000 * FEW * 3 / 2);
    }

    private static int entered(Lock[] locks) {
        return Arrays.stream(locks).mapToInt(lock -> lock.entered).sum();
    }

    private static Lock[] locks(int count) {
        return Arrays.stream(Queues.of(count)).map(Lock::new).toArray(Lock[]::new);
    }

    /** Runs the threads; each returns how often it met another where it should have been alone. */
    @SafeVarargs
    private static void runAll(Callable<Integer>... threads) throws Exception {
        try (Race race = new Race(threads.length)) {
            assertThat(race.run(threads)).as("-Dbaton.seed=%d", SEED).containsOnly(0);
        }
    }

    private Callable<Integer> inorder(Lock[] locks, int steps) {
        List<Lock> order = shuffled(locks, random);
        return () -> {
            int met = 0;
            for (int step = 0; step < steps; step++) {
                met += enter(order);
            }
            return met;
        };
    }

    private Callable<Integer> reorder(Lock[] locks, int steps) {
        Random own = new Random(random.nextLong());
        return () -> {
            int met = 0;
            for (int step = 0; step < steps; step++) {
                met += enter(shuffled(locks, own).subList(0, locks.length / 2));
            }
            return met;
        };
    }

    private Callable<Integer> one(Lock[] locks, int steps) {
        Random own = new Random(random.nextLong());
        return () -> {
            int met = 0;
            for (int step = 0; step < steps; step++) {
                met += enter(List.of(locks[own.nextInt(locks.length)]));
            }
            return met;
        };
    }

    private static List<Lock> shuffled(Lock[] locks, Random random) {
        List<Lock> order = new ArrayList<>(List.of(locks));
        Collections.shuffle(order, random);
        return order;
    }

    private int enter(List<Lock> locks) throws Exception {
        AccessSet set = AccessSet.exclusive(
                locks.stream().map(lock -> lock.queue).toArray(SyncQueue[]::new));
        int met = 0;
        try (Ownership ownership = dispatcher.acquire(set, LONG)) {
            for (Lock lock : locks) {
                met += lock.held ? 1 : 0;
                lock.held = true;
            }
            for (Lock lock : locks) {
                lock.entered++;
                lock.held = false;
            }
        }
        return met;
    }
}
