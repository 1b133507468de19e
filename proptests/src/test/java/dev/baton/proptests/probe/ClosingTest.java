package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.CancelReason;
import dev.baton.engine.Client;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Ending;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.PoisonPolicy;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * No job of a closed client survives, wherever the threads are stopped (S17). Where closing races a
 * submit or a grant nobody observes: its end may be told before either is.
 */
@ExtendWith(Probed.class)
@Tag("S17")
@OnOneJdk
class ClosingTest {
    private static final List<Function<Bench, AccessSet>> SETS = List.of(
            bench -> AccessSet.exclusive(bench.a),
            bench -> AccessSet.exclusive(bench.a, bench.b),
            bench -> AccessSet.builder().shared(bench.b).exclusive(bench.c).build(),
            bench -> AccessSet.empty());

    /** Some of its jobs find everything free, others stand behind another client's. */
    private abstract static class Doomed extends Bench {
        Client doomed = granted::add;
        final Job owner = submit(AccessSet.exclusive(b), keeper);

        /** A submit that may be refused, and never leaves anything else. */
        void trySubmit(AccessSet set) {
            try {
                perhapsUntold.add(submit(set, doomed));
            } catch (RefusedException refused) {
                assertThat(refused.rule()).isEqualTo("S17");
            }
        }

        void close() {
            dispatcher.close(doomed, Duration.ZERO);
        }

        @Override
        public void afterwards() {
            assertThat(perhapsUntold).as("jobs that survive").allMatch(job -> job.ending() != null);
            assertThat(owner.isGranted() || owner.outcome() == Outcome.COMPLETED)
                    .as("the other client's job is left alone")
                    .isTrue();
            assertEverythingEnds();
        }
    }

    @Test
    void submitThatRacesTheClosingLeavesNoJob() {
        for (Function<Bench, AccessSet> set : SETS) {
            int runs = Interleaving.atEveryPairOfAccesses(() -> new Doomed() {
                @Override
                public List<Runnable> threads() {
                    return List.of(() -> trySubmit(set.apply(this)), this::close);
                }
            });
            assertThat(runs).isGreaterThan(100);
        }
    }

    @Test
    @Tag("S6")
    void submitOfAnEagerClientThatRacesTheClosingLeavesNoJob() {
        Interleaving.atEveryPairOfAccesses(() -> new Doomed() {
            @Override
            public List<Runnable> threads() {
                doomed = new Eager(granted, new HashSet<>());
                return List.of(
                        () -> trySubmit(AccessSet.exclusive(a, b)), this::close, owner::release);
            }
        });
    }

    /** A notice under way when the deadline passes, zero here, is not waited for. */
    private record Eager(List<Job> jobs, Set<SyncQueue> told) implements EagerClient {
        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            assertThat(told.add(queue)).as("told of %s once", queue).isTrue();
        }

        @Override
        public void granted(Job job) {
            jobs.add(job);
        }
    }

    @Test
    void twoSubmitsThatRaceTheClosingLeaveNoJob() {
        Interleaving.atEveryPairOfAccesses(() -> new Doomed() {
            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> trySubmit(AccessSet.exclusive(a, c)),
                        () -> trySubmit(AccessSet.shared(a)),
                        this::close);
            }
        });
    }

    /** The grant may be decided and not told, told and not in effect, or lost. */
    @Test
    @Tag("K15")
    void grantThatRacesTheClosingLeavesNoJobAndPassesTheBufferOn() {
        Interleaving.atEveryPairOfAccesses(() -> new Doomed() {
            final Job waiting = submit(AccessSet.exclusive(a, b), doomed);
            final Job behind = submit(AccessSet.exclusive(a), keeper);

            @Override
            public List<Runnable> threads() {
                perhapsUntold.add(waiting);
                return List.of(owner::release, this::close);
            }

            @Override
            public void afterwards() {
                assertThat(waiting.outcome()).isIn(Outcome.CANCELLED, Outcome.ABANDONED);
                assertThat(behind.isGranted()).isTrue();
                assertThat(a.poison()).isSameAs(waiting.cause());
                super.afterwards();
            }
        });
    }

    @Test
    @Tag("S13")
    void ofReleaseAndClosingExactlyOneWins() {
        Bench.atEveryPairOfAccesses(() -> new Doomed() {
            final Job owned = submit(AccessSet.exclusive(a, c), doomed);
            final Job behind = submit(AccessSet.shared(c), keeper);
            boolean released;

            @Override
            public List<Runnable> threads() {
                return List.of(() -> released = owned.release(), this::close);
            }

            @Override
            public void afterwards() {
                assertThat(owned.outcome())
                        .isEqualTo(released ? Outcome.COMPLETED : Outcome.ABANDONED);
                assertThat(behind.isGranted()).isTrue();
                assertThat(a.poison()).isSameAs(owned.cause());
                super.afterwards();
            }
        });
    }

    /** What the job says of its failure is what its buffers say, whoever let the end take effect. */
    @Test
    @Tag("S13")
    @Tag("S15")
    void ofFailureAndClosingTheJobAndItsBuffersNameOneCause() {
        Bench.atEveryPairOfAccesses(() -> new Doomed() {
            final Job owned = submit(AccessSet.exclusive(a, c), doomed);
            boolean failed;

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> failed = owned.fail(new IllegalStateException("lost the device")),
                        this::close);
            }

            @Override
            public void afterwards() {
                assertThat(owned.outcome()).isEqualTo(failed ? Outcome.FAILED : Outcome.ABANDONED);
                assertThat(owned.cause()).isNotNull().isSameAs(a.poison()).isSameAs(c.poison());
                super.afterwards();
            }
        });
    }

    /** A job that is not granted behind a failed writer is ended by one, with one's own cause. */
    @Test
    @Tag("S13")
    @Tag("S15")
    void ofPoisonAndClosingTheOneThatEndsTheJobGivesTheCause() {
        IllegalStateException lost = new IllegalStateException("lost the device");
        for (PoisonPolicy policy : List.of(PoisonPolicy.SKIP, PoisonPolicy.FAIL)) {
            Interleaving.atEveryPairOfAccesses(() -> new Doomed() {
                final Job waiting =
                        submit(AccessSet.exclusive(b), doomed, JobOptions.DEFAULT.onPoison(policy));

                @Override
                public List<Runnable> threads() {
                    perhapsUntold.add(waiting);
                    return List.of(() -> owner.fail(lost), this::close);
                }

                @Override
                public void afterwards() {
                    Ending ending = Objects.requireNonNull(waiting.ending());
                    switch (ending.outcome()) {
                        case ABANDONED ->
                            assertThat(ending.cause()).isNotSameAs(lost).isNotNull();
                        case FAILED -> assertThat(ending.cause()).isSameAs(lost);
                        default ->
                            assertThat(ending.reason())
                                    .isIn(CancelReason.SKIPPED, CancelReason.CLIENT_CLOSED);
                    }
                    assertThat(granted).doesNotContain(waiting);
                    assertNoLawIsBroken();
                }
            });
        }
    }

    /** What is stopped for ever delays the grants it was delivering; closing those clients helps. */
    @Test
    @Tag("S21")
    void closingEndsWhatAFrozenReleaserLeftUndone() {
        int runs = Interleaving.frozenAtEveryAccess(() -> new Doomed() {
            final Job owned = submit(AccessSet.exclusive(a, c), doomed);
            final Job behind = submit(AccessSet.exclusive(a, c), keeper);
            final Job last = submit(AccessSet.shared(a, c), releaser);

            @Override
            public List<Runnable> threads() {
                return List.of(owned::release, () -> {
                    close();
                    dispatcher.close(keeper, Duration.ZERO);
                });
            }

            @Override
            public void afterwards() {
                assertThat(owned.outcome()).isIn(Outcome.COMPLETED, Outcome.ABANDONED);
                assertThat(behind.outcome()).isIn(Outcome.CANCELLED, Outcome.ABANDONED);
                assertThat(last.outcome()).isEqualTo(Outcome.COMPLETED);
            }
        });
        assertThat(runs).isGreaterThan(5);
    }

    /** Its job is placed in part, or placed and not linked: it keeps nobody from any buffer. */
    @Test
    @Tag("S21")
    void closingEndsTheJobOfAFrozenSubmitter() {
        int runs = Interleaving.frozenAtEveryAccess(() -> new Doomed() {
            @Override
            public List<Runnable> threads() {
                return List.of(() -> submit(AccessSet.exclusive(a, b, c), doomed), () -> {
                    Job behind = submit(AccessSet.exclusive(a, c), releaser);
                    close();
                    assertThat(behind.outcome()).isEqualTo(Outcome.COMPLETED);
                });
            }

            @Override
            public void afterwards() {
                assertThat(submit(AccessSet.exclusive(a, c), keeper).isGranted())
                        .isTrue();
            }
        });
        assertThat(runs).isGreaterThan(5);
    }
}
