package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Single accesses end or are downgraded while their job is granted or ends (S5, S15). */
@ExtendWith(Probed.class)
@OnOneJdk
class OwnershipRaceTest {
    private static final Exception CAUSE = new Exception("failed first");
    private static final Exception LATER = new Exception("failed later");

    private static final List<BiConsumer<Job, SyncQueue>> COMPLETIONS =
            List.of(Job::release, Job::downgrade);

    /** True if the operation won; false if it came too early as well. */
    private static boolean unlessEarly(Job job, Predicate<Job> operation) {
        try {
            return operation.test(job);
        } catch (RefusedException early) {
            assertThat(early.rule()).isEqualTo("S5");
            return false;
        }
    }

    @Test
    @Tag("S5")
    void endsOfSingleAccessesRaceTheGrant() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            final Job ahead = submit(AccessSet.exclusive(b), keeper);
            final Job waiting = submit(AccessSet.exclusive(a, b), keeper);
            final Job behind = submit(AccessSet.exclusive(a, b), keeper);
            boolean ended;

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> {
                            boolean first = waiting.release(a);
                            ended = first & unlessEarly(waiting, job -> job.release(b));
                        },
                        ahead::release);
            }

            @Override
            public void afterwards() {
                assertThat(waiting.outcome()).isEqualTo(ended ? Outcome.COMPLETED : null);
                assertThat(waiting.isGranted()).isNotEqualTo(ended);
                assertThat(behind.isGranted()).isEqualTo(ended);
                assertThat(dispatcher.lateReleases()).isZero();
                perhapsUntold.add(waiting);
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S5")
    void endOfASingleAccessRacesTheCancelOfItsJob() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            final Job ahead = submit(AccessSet.exclusive(b), keeper);
            final Job waiting = submit(AccessSet.exclusive(a, b), keeper);
            final Job behind = submit(AccessSet.exclusive(a), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> waiting.release(a),
                        () -> assertThat(waiting.cancel()).isTrue());
            }

            @Override
            public void afterwards() {
                assertThat(behind.isGranted()).isTrue();
                assertThat(granted).containsOnlyOnce(behind);
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S5")
    void downgradeRacesTheEndOfItsJob() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            final Job owner = submit(AccessSet.exclusive(a, b), keeper);
            final Job reader = submit(AccessSet.shared(a), keeper);
            final Job writer = submit(AccessSet.exclusive(a), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(() -> owner.downgrade(a), owner::release);
            }

            @Override
            public void afterwards() {
                assertThat(reader.isGranted()).isTrue();
                assertThat(writer.isGranted()).isFalse();
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S5")
    void ofTwoDowngradesOneIsTheFirst() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            final Job owner = submit(AccessSet.exclusive(a), keeper);
            final Job reader = submit(AccessSet.shared(a), keeper);
            final List<Boolean> downgrades = new ArrayList<>();

            @Override
            public List<Runnable> threads() {
                Runnable downgrade = () -> downgrades.add(owner.downgrade(a));
                return List.of(downgrade, downgrade);
            }

            @Override
            public void afterwards() {
                assertThat(downgrades).containsExactlyInAnyOrder(true, false);
                assertThat(reader.isGranted()).isTrue();
                assertEverythingEnds();
            }
        });
    }

    /** Whoever ends an access late does not speak for those who own it by now. */
    @Test
    @Tag("S15")
    void poisonOfALaterOwnerStays() {
        for (BiConsumer<Job, SyncQueue> completion : COMPLETIONS) {
            Bench.atEveryAccess(() -> new Bench() {
                final Client failing = job -> {
                    granted.add(job);
                    job.fail(LATER);
                };
                final Job owner = submit(AccessSet.exclusive(a, b), keeper);
                final Job next = submit(AccessSet.exclusive(a), failing);

                @Override
                public List<Runnable> threads() {
                    return List.of(() -> completion.accept(owner, a), owner::release);
                }

                @Override
                public void afterwards() {
                    assertThat(next.outcome()).isEqualTo(Outcome.FAILED);
                    assertThat(a.poison()).isSameAs(LATER);
                    assertEverythingEnds();
                }
            });
        }
    }

    @Test
    @Tag("S15")
    void nextOwnerSeesACleanBufferHoweverItsWriterCompleted() {
        for (BiConsumer<Job, SyncQueue> completion : COMPLETIONS) {
            Bench.atEveryAccess(() -> new Bench() {
                final boolean poisoned = submit(AccessSet.exclusive(a), keeper).fail(CAUSE);
                final Job owner = submit(AccessSet.exclusive(a, b), keeper);
                final Job next = submit(AccessSet.exclusive(a), keeper);

                @Override
                public List<Runnable> threads() {
                    return List.of(() -> completion.accept(owner, a), () -> {
                        owner.release();
                        assertThat(next.poison()).isNull();
                    });
                }

                @Override
                public void afterwards() {
                    assertThat(next.isGranted()).isTrue();
                    assertEverythingEnds();
                }
            });
        }
    }
}
