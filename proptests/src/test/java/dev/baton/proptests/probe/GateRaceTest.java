package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.CancelReason;
import dev.baton.engine.Gate;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.RefusedException;
import dev.baton.fence.FenceSource;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;

/** Gates open while their job ends, is placed, or the other gate opens (S9, S13). */
@ExtendWith(Probed.class)
@Tag("S9")
@Tag("S13")
class GateRaceTest {
    private static final long DUE = 10;

    /** A job that waits for fences beside its buffers, and two that do not. */
    private abstract static class Gated extends FencedBench {
        final FenceSource one = new FenceSource("one");
        final FenceSource two = new FenceSource("two");

        JobOptions before(FenceSource... gates) {
            JobOptions options = JobOptions.DEFAULT;
            for (FenceSource gate : gates) {
                options = options.gate(Gate.beforePlacing(gate.fence()));
            }
            return options;
        }

        JobOptions holding(FenceSource gate) {
            return JobOptions.DEFAULT.gate(Gate.holdingPlace(gate.fence(), Duration.ofNanos(DUE)));
        }

        Job gated(JobOptions options) {
            Job job = submit(AccessSet.exclusive(a, b), keeper, options);
            perhapsUntold.add(job);
            return job;
        }

        /** One that a closing may refuse. */
        void submitGated(JobOptions options) {
            try {
                gated(options);
            } catch (RefusedException refused) {
                assertThat(refused.rule()).isIn("S4", "S17");
            }
        }
    }

    @Test
    void ofTwoGatesThatOpenAtOnceOnePlacesTheJob() {
        int runs = Bench.atEveryPairOfAccesses(() -> new Gated() {
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
        assertThat(runs).isGreaterThan(500);
    }

    @Test
    void gateThatOpensDuringTheSubmissionPlacesTheJobOnce() {
        Bench.atEveryPairOfAccesses(() -> new Gated() {
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

    @Test
    @Tag("S14")
    void jobCancelledAsItsGateOpensEndsAndIsInNobodysWay() {
        Bench.atEveryPairOfAccesses(() -> new Gated() {
            final Job job = gated(before(one));
            boolean cancelled;

            @Override
            public List<Runnable> threads() {
                return List.of(
                        one::signal,
                        () -> cancelled = job.cancel(),
                        () -> submit(AccessSet.exclusive(a, b), releaser));
            }

            @Override
            public void afterwards() {
                assertThat(job.outcome()).isEqualTo(cancelled ? Outcome.CANCELLED : null);
                assertThat(job.isGranted()).isNotEqualTo(cancelled);
                if (!cancelled) {
                    job.release();
                }
                assertThat(jobs.get(1).outcome()).isEqualTo(Outcome.COMPLETED);
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S17")
    void clientClosedAsAGateOpensKeepsNoJob() {
        Interleaving.atEveryPairOfAccesses(() -> new Gated() {
            final Job job = gated(before(one));

            @Override
            public List<Runnable> threads() {
                return List.of(
                        one::signal,
                        () -> dispatcher.close(keeper, Duration.ZERO),
                        () -> submit(AccessSet.exclusive(a, b), releaser));
            }

            @Override
            public void afterwards() {
                assertThat(job.outcome()).isIn(Outcome.CANCELLED, Outcome.ABANDONED);
                if (job.outcome() == Outcome.CANCELLED) {
                    assertThat(job.ending().reason()).isEqualTo(CancelReason.CLIENT_CLOSED);
                }
                assertThat(jobs).allMatch(it -> it.outcome() != null);
                assertNothingIsLeft();
                assertNoLawIsBroken();
            }
        });
    }

    @Test
    @Tag("S17")
    void clientClosedDuringTheSubmissionKeepsNoJob() {
        Interleaving.atEveryPairOfAccesses(() -> new Gated() {
            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> submitGated(before(one)),
                        () -> dispatcher.close(keeper, Duration.ZERO),
                        one::signal);
            }

            @Override
            public void afterwards() {
                assertThat(jobs).allMatch(it -> it.outcome() != null);
                assertNothingIsLeft();
                assertNoLawIsBroken();
            }
        });
    }

    @Test
    @Tag("S17")
    void queueClosedAsAGateOpensAndTheJobIsCancelled() {
        Bench.atEveryPairOfAccesses(() -> new Gated() {
            final Job job = gated(before(one));

            @Override
            public List<Runnable> threads() {
                return List.of(one::signal, job::cancel, () -> dispatcher.close(b));
            }

            @Override
            public void afterwards() {
                if (job.outcome() == null) {
                    job.release();
                }
                assertThat(job.outcome()).isIn(Outcome.CANCELLED, Outcome.COMPLETED);
                assertThat(submit(AccessSet.exclusive(a), keeper).isGranted()).isTrue();
                assertNothingIsLeft();
                assertNoLawIsBroken();
            }
        });
    }

    @Test
    @Tag("S17")
    void jobCancelledAsItsPlacesAreRefusedTakesNone() {
        Bench.atEveryPairOfAccesses(() -> new Gated() {
            final Job owner = submit(AccessSet.exclusive(b), keeper);
            final Job job = gated(before(one));
            final Job closing = dispatcher.close(a);

            @Override
            public List<Runnable> threads() {
                return List.of(
                        one::signal, job::cancel, () -> submit(AccessSet.exclusive(b), keeper));
            }

            @Override
            public void afterwards() {
                assertThat(closing.outcome()).isEqualTo(Outcome.COMPLETED);
                assertThat(job.ending().reason())
                        .isIn(CancelReason.CALLER, CancelReason.QUEUE_CLOSED);
                owner.release();
                assertThat(jobs.get(2).isGranted()).isTrue();
                assertNothingIsLeft();
                assertNoLawIsBroken();
            }
        });
    }

    /** Whoever decided the end of a job that is not placed yet may be stopped before it gives up. */
    @Test
    @Tag("S17")
    void cancelAndClosingOfAJobThatIsNotPlacedLeaveNoPlace() {
        Bench.atEveryPairOfAccesses(() -> new Gated() {
            final Job owner = submit(AccessSet.exclusive(b), releasing -> {});
            final Job job = gated(before(one));

            @Override
            public List<Runnable> threads() {
                return List.of(
                        job::cancel,
                        () -> dispatcher.close(keeper, Duration.ZERO),
                        one::signal,
                        () -> submit(AccessSet.exclusive(b), releaser));
            }

            @Override
            public void afterwards() {
                owner.release();
                assertThat(job.outcome()).isEqualTo(Outcome.CANCELLED);
                assertThat(jobs.get(2).outcome()).isEqualTo(Outcome.COMPLETED);
                assertNothingIsLeft();
                assertNoLawIsBroken();
            }
        });
    }

    @Test
    @Tag("S8")
    void jobThatHasExpiredWhenItComesIsForgotten() {
        Bench.atEveryAccess(() -> new Gated() {
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
        Bench.atEveryPairOfAccesses(() -> new Gated() {
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
        Bench.atEveryPairOfAccesses(() -> new Gated() {
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
        Bench.atEveryPairOfAccesses(() -> new Gated() {
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
