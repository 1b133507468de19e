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

import java.time.Duration;
import java.util.List;

/** A gate opens while its job, which is in no queue yet, is cancelled or closed (S9, S13). */
@ExtendWith(Probed.class)
@Tag("S9")
@Tag("S13")
@OnOneJdk
class UnplacedRaceTest {
    @Test
    @Tag("S14")
    void jobCancelledAsItsGateOpensEndsAndIsInNobodysWay() {
        Bench.atEveryPairOfAccesses(() -> new GatedBench() {
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
        Interleaving.atEveryPairOfAccesses(() -> new GatedBench() {
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
        Interleaving.atEveryPairOfAccesses(() -> new GatedBench() {
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
        Bench.atEveryPairOfAccesses(() -> new GatedBench() {
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
        Bench.atEveryPairOfAccesses(() -> new GatedBench() {
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

    @Test
    @Tag("S17")
    void cancelAndClosingOfAJobThatIsNotPlacedLeaveNoPlace() {
        Bench.atEveryPairOfAccesses(() -> new GatedBench() {
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
}
