package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Gate;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.fence.FenceSource;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;

/** A job's fence signals once, never before what the job waited for is over (S14). */
@ExtendWith(Probed.class)
@Tag("S14")
@OnOneJdk
class OutFenceRaceTest {
    private static final long DUE = 10;
    private static final JobOptions FENCED = JobOptions.DEFAULT.withOutFence();

    /** Two owners, and a job that waits for both. */
    private abstract static class Fenced extends FencedBench implements EagerClient {
        final Job aheadA = submit(AccessSet.exclusive(a), keeper);
        final Job aheadB = submit(AccessSet.exclusive(b), keeper);
        int signals;

        Job fenced(JobOptions options) {
            return watched(submit(AccessSet.exclusive(a, b), keeper, options));
        }

        Job eager(JobOptions options) {
            return watched(submit(AccessSet.exclusive(a, b), this, options));
        }

        private Job watched(Job job) {
            perhapsUntold.add(job);
            if (job.outFence().add(fence -> told()) == null) {
                told();
            }
            return job;
        }

        private void told() {
            signals++;
            assertThat(aheadA.outcome()).as("a is over").isNotNull();
            assertThat(aheadB.outcome()).as("b is over").isNotNull();
        }

        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            dispatcher.submit(AccessSet.exclusive(c), Job::release); // it may be stopped in here
        }

        @Override
        public void granted(Job job) {
            granted.add(job);
        }

        @Override
        public void afterwards() {
            assertEverythingEnds();
            assertThat(signals).as("signals").isEqualTo(1);
        }
    }

    @Test
    @Tag("C19")
    void cancelThatRacesTheReleaseAhead() {
        Bench.atEveryPairOfAccesses(() -> new Fenced() {
            final Job job = fenced(FENCED);
            final Job behind = submit(AccessSet.shared(a, b), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(job::cancel, aheadA::release, aheadB::release);
            }
        });
    }

    @Test
    void releasesOfBothOwnersAheadOfACancelledJob() {
        Bench.atEveryPairOfAccesses(() -> new Fenced() {
            final Job job = fenced(FENCED);
            final Job behind = submit(AccessSet.exclusive(a, b), keeper);

            @Override
            public List<Runnable> threads() {
                job.cancel();
                return List.of(
                        aheadA::release,
                        aheadB::release,
                        () -> submit(AccessSet.exclusive(a, b), releaser));
            }
        });
    }

    @Test
    void submissionThatRacesAReleaseAndIsCancelled() {
        Bench.atEveryPairOfAccesses(() -> new Fenced() {
            @Override
            public List<Runnable> threads() {
                return List.of(() -> fenced(FENCED).cancel(), aheadA::release, aheadB::release);
            }
        });
    }

    @Test
    @Tag("S6")
    void eagerJobIsCancelledAsABufferComes() {
        Bench.atEveryPairOfAccesses(() -> new Fenced() {
            final Job job = eager(FENCED);

            @Override
            public List<Runnable> threads() {
                return List.of(aheadA::release, job::cancel, aheadB::release);
            }
        });
    }

    /** The closing does not wait for a notice that is under way. */
    @Test
    @Tag("S6")
    @Tag("S17")
    void eagerClientIsClosedAsItsLastBufferComes() {
        Interleaving.atEveryPairOfAccesses(() -> new Fenced() {
            final Job job = eager(FENCED);

            @Override
            public List<Runnable> threads() {
                aheadB.release();
                return List.of(aheadA::release, () -> dispatcher.close(this, Duration.ZERO));
            }
        });
    }

    @Test
    @Tag("S8")
    void expiryThatRacesTheReleaseAhead() {
        Bench.atEveryPairOfAccesses(() -> new Fenced() {
            final Job job = fenced(FENCED.expiry(DUE).notBefore(DUE / 2));

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> timers.advanceTo(DUE), aheadA::release, aheadB::release, job::cancel);
            }
        });
    }

    @Test
    @Tag("S9")
    void gatesAreWaitedForWhoeverEndsTheJob() {
        Bench.atEveryPairOfAccesses(() -> new Fenced() {
            final FenceSource one = new FenceSource("gate");
            final Job job =
                    fenced(FENCED.gate(Gate.holdingPlace(one.fence(), Duration.ofNanos(DUE))));

            @Override
            public List<Runnable> threads() {
                return List.of(
                        job::cancel,
                        one::signal,
                        () -> timers.advanceTo(DUE),
                        aheadA::release,
                        aheadB::release);
            }
        });
    }

    @Test
    @Tag("S9")
    void jobGivenUpAsItsGateOpensSignalsOnce() {
        Bench.atEveryPairOfAccesses(() -> new Fenced() {
            final FenceSource one = new FenceSource("one");
            final FenceSource two = new FenceSource("two");
            Job job;

            @Override
            public List<Runnable> threads() {
                aheadA.release();
                aheadB.release();
                job = fenced(FENCED.gate(Gate.beforePlacing(one.fence()))
                        .gate(Gate.beforePlacing(two.fence())));
                return List.of(() -> job.cancel(), one::signal, two::signal);
            }

            @Override
            public void afterwards() {
                assertThat(job.outcome()).isIn(Outcome.CANCELLED, null);
                super.afterwards();
            }
        });
    }
}
