package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.CancelReason;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/** Gates open while their job ends, is placed, or the other gate opens (S9, S13). */
@ExtendWith(Probed.class)
@Tag("S9")
@Tag("S13")
@OnOneJdk
class GateRaceTest {
    @Test
    void ofTwoGatesThatOpenAtOnceOnePlacesTheJob() {
        int runs = Bench.atEveryPairOfAccesses(() -> new GatedBench() {
            final Job job = gated(before(one, two));

            @Override
            public List<Runnable> threads() {
                return List.of(one::signal, two::signal);
            }

            @Override
            public void afterwards() {
                assertThat(granted).containsOnlyOnce(job);
                assertEverythingEnds();
            }
        });
        assertThat(runs).isGreaterThan(300);
    }

    @Test
    void gateThatOpensDuringTheSubmissionPlacesTheJobOnce() {
        Bench.atEveryPairOfAccesses(() -> new GatedBench() {
            @Override
            public List<Runnable> threads() {
                return List.of(() -> gated(before(one, two)), one::signal, two::signal);
            }

            @Override
            public void afterwards() {
                assertThat(granted).containsExactly(jobs.get(0));
                assertEverythingEnds();
            }
        });
    }

    /** Whoever decided the end of a job that is not placed yet may be stopped before it gives up. */
    @Test
    @Tag("S8")
    void jobThatHasExpiredWhenItComesIsForgotten() {
        Bench.atEveryAccess(() -> new GatedBench() {
            @Override
            public List<Runnable> threads() {
                timers.advanceTo(DUE);
                return List.of(() -> gated(before(one).expiry(DUE)), one::signal);
            }

            @Override
            public void afterwards() {
                assertThat(jobs.get(0).ending().reason()).isEqualTo(CancelReason.EXPIRED);
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S8")
    void ofTheOpeningOfAGateAndTheExpiryOneWins() {
        Bench.atEveryPairOfAccesses(() -> new GatedBench() {
            final Job job = gated(before(one).expiry(DUE));

            @Override
            public List<Runnable> threads() {
                return List.of(one::signal, () -> timers.advanceTo(DUE));
            }

            @Override
            public void afterwards() {
                assertThat(job.isGranted()).isNotEqualTo(job.outcome() == Outcome.CANCELLED);
                assertThat(submit(AccessSet.exclusive(a, b), keeper).isGranted())
                        .isNotEqualTo(job.isGranted());
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("C17")
    void ofSignalTimeoutAndCancelOfAHoldingGateOneWins() {
        Bench.atEveryPairOfAccesses(() -> new GatedBench() {
            final Job job = gated(holding(one));
            final Job behind = submit(AccessSet.exclusive(b), keeper);
            boolean cancelled;

            @Override
            public List<Runnable> threads() {
                return List.of(
                        one::signal, () -> timers.advanceTo(DUE), () -> cancelled = job.cancel());
            }

            @Override
            public void afterwards() {
                if (cancelled) {
                    assertThat(job.outcome()).isEqualTo(Outcome.CANCELLED);
                } else {
                    assertThat(job.outcome()).isIn(null, Outcome.TIMED_OUT);
                }
                assertThat(job.isGranted()).isEqualTo(job.outcome() == null);
                assertThat(behind.isGranted()).isNotEqualTo(job.isGranted());
                assertEverythingEnds();
            }
        });
    }

    @Test
    void holdingGateThatOpensOrTimesOutDuringTheSubmissionIsHeardOnce() {
        Bench.atEveryPairOfAccesses(() -> new GatedBench() {
            @Override
            public List<Runnable> threads() {
                return List.of(() -> gated(holding(one)), one::signal, () -> timers.advanceTo(DUE));
            }

            @Override
            public void afterwards() {
                Job job = jobs.get(0);
                assertThat(job.isGranted()).isNotEqualTo(job.outcome() == Outcome.TIMED_OUT);
                assertEverythingEnds();
            }
        });
    }
}
