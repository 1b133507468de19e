package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.List;

/** No permission is lost and no end is won twice, wherever the threads are stopped (S2, S13). */
@ExtendWith(Probed.class)
@OnOneJdk
class PassingTest {
    private static final List<AccessMode> MODES = List.of(AccessMode.SHARED, AccessMode.EXCLUSIVE);

    private static AccessSet set(AccessMode mode, SyncQueue queue) {
        return AccessSet.builder().add(queue, mode).build();
    }

    @Test
    @Tag("S3")
    void submitThatRacesAReleaseIsGranted() {
        for (AccessMode mode : MODES) {
            Bench.atEveryPairOfAccesses(() -> new Bench() {
                final Job owner = submit(AccessSet.exclusive(a, b), keeper);

                @Override
                public List<Runnable> threads() {
                    return List.of(() -> submit(set(mode, a), releaser), owner::release, () -> {});
                }

                @Override
                public void afterwards() {
                    assertThat(jobs.get(1).outcome()).isEqualTo(Outcome.COMPLETED);
                    assertEverythingEnds();
                }
            });
        }
    }

    @Test
    @Tag("S2")
    @Tag("S3")
    void readersAndWritersThatRaceAReleaseAreAllGranted() {
        for (AccessMode first : MODES) {
            for (AccessMode second : MODES) {
                Bench.atEveryPairOfAccesses(() -> new Bench() {
                    final Job owner = submit(AccessSet.exclusive(a), keeper);

                    @Override
                    public List<Runnable> threads() {
                        return List.of(
                                () -> submit(set(first, a), releaser),
                                () -> submit(set(second, a), releaser),
                                owner::release);
                    }

                    @Override
                    public void afterwards() {
                        assertThat(jobs).allMatch(job -> job.outcome() == Outcome.COMPLETED);
                        assertEverythingEnds();
                    }
                });
            }
        }
    }

    @Test
    @Tag("S13")
    @Tag("S14")
    void cancelThatRacesTheGrantLosesItOrPassesItOn() {
        for (AccessMode mode : MODES) {
            Bench.atEveryPairOfAccesses(() -> new Bench() {
                final Job owner = submit(AccessSet.exclusive(a, b), keeper);
                final Job waiting =
                        submit(AccessSet.builder().add(a, mode).shared(b).build(), keeper);
                final Job behind = submit(AccessSet.exclusive(a, b), keeper);
                boolean cancelled;

                @Override
                public List<Runnable> threads() {
                    return List.of(() -> cancelled = waiting.cancel(), owner::release);
                }

                @Override
                public void afterwards() {
                    assertThat(waiting.outcome()).isEqualTo(cancelled ? Outcome.CANCELLED : null);
                    assertThat(behind.isGranted()).isEqualTo(cancelled);
                    assertEverythingEnds();
                }
            });
        }
    }

    @Test
    @Tag("S2")
    void twoReadersThatEndTogetherLetTheWriterIn() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            final Job one = submit(AccessSet.shared(a, b), keeper);
            final Job other = submit(AccessSet.shared(a, b), keeper);
            final Job writer = submit(AccessSet.exclusive(a, b), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(one::release, other::release);
            }

            @Override
            public void afterwards() {
                assertThat(writer.isGranted()).isTrue();
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S5")
    @Tag("S13")
    void endsOfSingleAccessesRaceTheEndOfTheirJob() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            final Job owner = submit(AccessSet.exclusive(a, b), keeper);
            final Job behind = submit(AccessSet.exclusive(a, b), keeper);
            boolean wonJob;
            boolean wonLast;

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> wonJob = owner.release(),
                        () -> wonLast = owner.release(a) & owner.release(b));
            }

            @Override
            public void afterwards() {
                assertThat(wonJob).isNotEqualTo(wonLast);
                assertThat(behind.isGranted()).isTrue();
                assertEverythingEnds();
            }
        });
    }

    /** A release that comes a moment too early is refused or wins; late it cannot be. */
    @Test
    @Tag("S5")
    @Tag("S13")
    void releaseThatRacesTheGrantIsNeverCalledLate() {
        Bench.atEveryPairOfAccesses(() -> new Bench() {
            final Job owner = submit(AccessSet.exclusive(a), keeper);
            final Job waiting = submit(AccessSet.exclusive(a), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> {
                            try {
                                assertThat(waiting.release()).isTrue();
                            } catch (RefusedException early) {
                                assertThat(early.rule()).isEqualTo("S5");
                            }
                        },
                        owner::release);
            }

            @Override
            public void afterwards() {
                assertThat(dispatcher.lateReleases()).isZero();
                perhapsUntold.add(waiting);
                assertEverythingEnds();
            }
        });
    }
}
