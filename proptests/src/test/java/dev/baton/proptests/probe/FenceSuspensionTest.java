package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Gate;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.fence.FenceSource;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Threads that are stopped for ever at a gate, an import or an out-fence hold up only what is behind
 * them, and that only until their client is closed (S17, S21). But for one that was telling an
 * observer: what is told must come first.
 */
@ExtendWith(Probed.class)
@Tag("S17")
@Tag("S21")
class FenceSuspensionTest {
    /** In {@code Telling}: nobody is telling of the job. */
    private static final Set<Integer> SILENT = Set.of(0, 3, 5);

    /** Ended before it was in any queue, by a thread that will tell of it: it holds nobody up. */
    private static final int END_AHEAD = 6;

    /** Without whether a closing waits for it. */
    private static final int STEPS = 7;

    private static final JobOptions FENCED = JobOptions.DEFAULT.withOutFence();

    /** A thread that may be stopped, and another that comes behind it and closes its client. */
    private abstract static class Stopped extends FencedBench {
        final FenceSource fence = new FenceSource("fence");
        final Client doomed = job -> {};
        final Job owner = submit(AccessSet.exclusive(b), keeper);
        boolean telling;

        abstract void work();

        void come() {
            telling = jobs.stream().anyMatch(job -> !SILENT.contains(turn(job)));
            Job behind = submit(AccessSet.exclusive(a, b, c), releaser);
            owner.release();
            dispatcher.close(doomed, Duration.ZERO);
            if (!telling) {
                assertThat(behind.outcome()).isEqualTo(Outcome.COMPLETED);
            }
        }

        private static int turn(Job job) {
            Object particulars = Inside.of(job, "particulars");
            return particulars == null ? 0 : (int) Inside.of(particulars, "turn") & STEPS;
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::work, this::come);
        }

        @Override
        public void afterwards() {
            fence.close();
            if (!telling) {
                assertThat(jobs)
                        .as("ends")
                        .allMatch(job -> job.outcome() != null || turn(job) == END_AHEAD);
                Job next = submit(AccessSet.exclusive(a, b, c), keeper);
                assertThat(next.isGranted()).as("all is free").isTrue();
                assertNoLawIsBroken();
            }
        }
    }

    @Test
    @Tag("S9")
    void placingOfAJobWhoseGateOpens() {
        Bench.frozenAtEveryAccess(() -> new Stopped() {
            final JobOptions gated = JobOptions.DEFAULT.gate(Gate.beforePlacing(fence.fence()));
            final Job job = submit(AccessSet.exclusive(a, b, c), doomed, gated);

            @Override
            void work() {
                fence.signal();
            }
        });
    }

    @Test
    @Tag("S9")
    void submissionOfAGatedJob() {
        Interleaving.frozenAtEveryAccess(() -> new Stopped() {
            @Override
            void work() {
                JobOptions gated = FENCED.gate(Gate.beforePlacing(fence.fence()))
                        .gate(Gate.holdingPlace(fence.fence(), Duration.ofNanos(5)));
                submit(AccessSet.exclusive(a, b, c), doomed, gated);
                fence.signal();
            }
        });
    }

    @Test
    @Tag("S14")
    void submissionAndCancelOfAJobWithAFence() {
        Interleaving.frozenAtEveryAccess(() -> new Stopped() {
            @Override
            void work() {
                submit(AccessSet.exclusive(a, b, c), doomed, FENCED).cancel();
            }
        });
    }

    @Test
    @Tag("S10")
    void importAndItsSignal() {
        Interleaving.frozenAtEveryAccess(() -> new Stopped() {
            @Override
            void work() {
                AccessSet set = AccessSet.exclusive(a, b, c);
                dispatcher.importFence(set, fence.fence(), Duration.ofNanos(5));
                fence.signal();
            }

            @Override
            void come() {
                submit(AccessSet.exclusive(a, b, c), releaser);
                owner.release();
                dispatcher.close(Duration.ZERO);
            }

            @Override
            public void afterwards() {
                fence.close();
                assertThat(jobs).allMatch(job -> job.outcome() != null);
            }
        });
    }
}
