package dev.baton.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.locks.Lock;
import java.util.function.IntFunction;

/** The systems beside Baton grant rightly: a wrong one would be worth nothing to be faster than. */
class ContendersTest {
    private static final int STEPS = 100;

    @Test
    void oneLockGrantsWhatBatonGrants() {
        grantsWhatBatonGrants(OneLockJobs::new, 50, true);
    }

    @Test
    void futuresGrantWhatBatonGrants() {
        grantsWhatBatonGrants(FutureDag::new, 50, false);
    }

    @Test
    void ringDispatcherGrantsWhatBatonGrants() {
        grantsWhatBatonGrants(RingDispatcher::new, 3, false);
    }

    /** After every step of random histories, one after the other on both. */
    private static <S, J> void grantsWhatBatonGrants(
            IntFunction<Contender<S, J>> maker, int seeds, boolean cancels) {
        int granted = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Contender<S, J> other = maker.apply(TwoEngines.BUFFERS);
            try (TwoEngines<S, J> both = new TwoEngines<>(new Random(seed), other, cancels)) {
                for (int step = 0; step < STEPS; step++) {
                    both.step();
                    assertThat(both.grantedByOther())
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(both.grantedByBaton());
                }
                granted += both.grantedByBaton().size();
            }
        }
        assertThat(granted).isGreaterThan(seeds * STEPS / 10);
    }

    @Test
    void sortedLocksKeepReadersTogetherAndWritersApart() throws InterruptedException {
        SortedLocks locks = new SortedLocks(2);
        Grants grants = Grants.counted();
        Lock[] read = locks.set(new BitSet(), 1, 0);
        Lock[] readAndWrite = locks.set(BitSet.valueOf(new long[] {1}), 1, 0); // writes buffer 1
        locks.submit(read, grants);
        assertThat(locks.set(new BitSet(), 0, 1)).containsExactly(read);
        assertThat(freeElsewhere(read)).containsExactly(true, true);
        locks.release(read);
        locks.submit(readAndWrite, grants);
        assertThat(freeElsewhere(read)).containsExactly(true, false);
        locks.release(readAndWrite);
        assertThat(freeElsewhere(readAndWrite)).containsExactly(true, true);
        assertThat(grants.await(2)).isEqualTo(2);
    }

    /** Which of the locks another thread would get at once. */
    private static boolean[] freeElsewhere(Lock[] locks) throws InterruptedException {
        boolean[] free = new boolean[locks.length];
        Thread other = new Thread(() -> {
            for (int i = 0; i < free.length; i++) {
                free[i] = locks[i].tryLock();
            }
            for (int i = 0; i < free.length; i++) {
                if (free[i]) {
                    locks[i].unlock();
                }
            }
        });
        other.start();
        other.join();
        return free;
    }
}
