package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Freezes threads for ever at every shared access they make; all others complete their operations
 * within a bounded number of accesses of their own (S21).
 */
@ExtendWith(Probed.class)
@Tag("S21")
class SuspensionTest {
    private static final int OPERATIONS = 5;

    @Test
    void frozenSubmitStopsNobodysOperations() {
        freezeOne(bench ->
                bench.submit(AccessSet.exclusive(bench.a, bench.b, bench.c), bench.releaser));
    }

    @Test
    void frozenReleaseStopsNobodysOperations() {
        freezeOne(bench -> bench.owner.release());
    }

    @Test
    void frozenReleaseOfOneAccessStopsNobodysOperations() {
        freezeOne(bench -> bench.owner.release(bench.b));
    }

    @Test
    void frozenCancelStopsNobodysOperations() {
        freezeOne(bench -> bench.waiting.cancel());
    }

    @Test
    void frozenClosingStopsNobodysOperations() {
        freezeOne(bench -> bench.dispatcher.close(bench.other));
    }

    @Test
    void twoFrozenSubmittersStopNobodysOperations() {
        int runs = Bench.frozenAtEveryPairOfAccesses(() -> new Busy() {
            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> submit(AccessSet.exclusive(b, c), releaser),
                        () -> submit(AccessSet.exclusive(a, b), releaser),
                        this::work);
            }
        });
        assertThat(runs).isGreaterThan(100);
    }

    @Test
    void jobsApartFromTheFrozenOneAreGranted() {
        Bench.frozenAtEveryAccess(() -> new Bench() {
            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> submit(AccessSet.exclusive(a, b), keeper),
                        () -> submit(AccessSet.exclusive(c), releaser));
            }

            @Override
            public void afterwards() {
                assertThat(granted).anyMatch(job -> job.outcome() != null);
            }
        });
    }

    private static void freezeOne(Consumer<Busy> operation) {
        int runs = Bench.frozenAtEveryAccess(() -> new Busy() {
            @Override
            public List<Runnable> threads() {
                return List.of(() -> operation.accept(this), this::work, this::work);
            }
        });
        assertThat(runs).isGreaterThan(1);
    }

    /** Threads that submit, release what they are granted and cancel what they are not. */
    private abstract static class Busy extends Bench {
        final SyncQueue other = new SyncQueue("other");
        final Job owner = submit(AccessSet.exclusive(a, b), keeper);
        final Job waiting = submit(AccessSet.builder().shared(b).exclusive(c).build(), keeper);
        final Job reader = submit(AccessSet.shared(b, c), keeper);
        int operations;

        void work() {
            List<Job> own = new ArrayList<>();
            for (int i = 0; i < OPERATIONS; i++) {
                AccessSet set = i % 2 == 0 ? AccessSet.exclusive(a, b, c) : AccessSet.shared(b, c);
                own.add(submit(set, releaser));
                operations++;
            }
            for (Job job : own) {
                if (!job.cancel() && job.isGranted()) {
                    job.release();
                }
                operations++;
            }
        }

        @Override
        public void afterwards() {
            assertNoLawIsBroken();
            assertThat(operations).isPositive().isEqualTo(operations / OPERATIONS * OPERATIONS);
        }
    }
}
