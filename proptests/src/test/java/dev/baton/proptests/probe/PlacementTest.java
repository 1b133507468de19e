package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.RefusedException;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/** Places in several queues are taken in one step, wherever the threads are stopped (S1). */
@ExtendWith(Probed.class)
@Tag("S1")
@OnOneJdk
class PlacementTest {
    @Test
    void setsThatOverlapInTwoQueuesAreOrderedAlikeInBoth() {
        int runs = Bench.atEveryAccess(() -> new Bench() {
            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> submit(AccessSet.exclusive(a, b), keeper),
                        () -> submit(AccessSet.exclusive(b, a), keeper));
            }

            @Override
            public void afterwards() {
                assertEverythingEnds();
            }
        });
        assertThat(runs).isGreaterThan(5);
    }

    @Test
    void helperNeverInsertsAJobAgain() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> submit(AccessSet.exclusive(a, b), keeper),
                        () -> submit(AccessSet.exclusive(a), keeper),
                        () -> submit(AccessSet.exclusive(b), keeper));
            }

            @Override
            public void afterwards() {
                assertEverythingEnds();
            }
        });
    }

    @Test
    void noTailValueEverComesBack() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> {
                            Job job = submit(AccessSet.exclusive(a, b), keeper);
                            if (job.isGranted()) {
                                job.release(b);
                            }
                        },
                        () -> submit(AccessSet.exclusive(a), keeper));
            }

            @Override
            public void afterwards() {
                submit(AccessSet.exclusive(b), keeper);
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S21")
    void chainOfHelpersClimbs() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> submit(AccessSet.exclusive(b, c), keeper),
                        () -> submit(AccessSet.exclusive(a, b), keeper),
                        () -> submit(AccessSet.shared(a, c), keeper));
            }

            @Override
            public void afterwards() {
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S17")
    void jobThatRacesAClosingRunsIsRefusedOrIsCancelled() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> {
                            try {
                                submit(AccessSet.exclusive(a, b), releaser);
                            } catch (RefusedException refused) {
                                assertThat(refused.rule()).isEqualTo("S4");
                            }
                        },
                        () -> dispatcher.close(b),
                        () -> submit(AccessSet.exclusive(a), releaser));
            }

            @Override
            public void afterwards() {
                assertThat(jobs).allMatch(job -> job.outcome() != null);
                assertThat(submit(AccessSet.exclusive(a), keeper).isGranted()).isTrue();
            }
        });
    }
}
