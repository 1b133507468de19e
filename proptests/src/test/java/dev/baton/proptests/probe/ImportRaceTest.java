package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;

/** Foreign work ends while its turn comes, its time is up, or a closing ends it (S10, S13). */
@ExtendWith(Probed.class)
@Tag("S10")
@Tag("S13")
@OnOneJdk
class ImportRaceTest {
    private static final long DUE = 10;
    private static final Exception LOST = new Exception("lens cap");

    /** A camera's work on two buffers, behind the owner of one of them. */
    private abstract static class Imported extends FencedBench {
        final FenceSource camera = new FenceSource("camera");
        final Job ahead = submit(AccessSet.exclusive(b), keeper);

        Job imported() {
            AccessSet set = AccessSet.exclusive(a, b);
            Job job = dispatcher.importFence(set, camera.fence(), Duration.ofNanos(DUE));
            jobs.add(job);
            perhapsUntold.add(job);
            return job;
        }

        @Override
        void assertEverythingEnds() {
            camera.close(); // else the collector ends it in the middle of another run
            super.assertEverythingEnds();
        }

        /** What a failed import leaves is cured by the next who writes. */
        void assertPoison(Job foreign, Job behind) {
            assertThat(granted).doesNotContain(foreign).containsOnlyOnce(behind);
            Throwable cause = foreign.cause();
            assertThat(cause == null).isEqualTo(foreign.outcome() == Outcome.COMPLETED);
            assertThat(behind.poison()).isSameAs(cause);
            assertEverythingEnds();
        }
    }

    @Test
    @Tag("C17")
    void ofSignalAndTimeoutOneEndsItWhateverBecomesOfTheOwnerAhead() {
        int runs = Bench.atEveryPairOfAccesses(() -> new Imported() {
            final Job foreign = imported();
            final Job behind = submit(AccessSet.exclusive(a, b), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(camera::signal, () -> timers.advanceTo(DUE), ahead::release);
            }

            @Override
            public void afterwards() {
                assertThat(foreign.outcome()).isIn(Outcome.COMPLETED, Outcome.TIMED_OUT);
                assertPoison(foreign, behind);
            }
        });
        assertThat(runs).isGreaterThan(500);
    }

    @Test
    @Tag("S15")
    void failureAndReleaseOfTheOwnerAheadLeaveThePoison() {
        Bench.atEveryPairOfAccesses(() -> new Imported() {
            final Job foreign = imported();
            final Job behind = submit(AccessSet.exclusive(a, b), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(() -> camera.fail(LOST), ahead::release);
            }

            @Override
            public void afterwards() {
                assertThat(foreign.cause()).isSameAs(LOST);
                assertPoison(foreign, behind);
            }
        });
    }

    @Test
    @Tag("S15")
    void timeoutAndReleaseOfTheOwnerAheadLeaveThePoison() {
        Bench.atEveryPairOfAccesses(() -> new Imported() {
            final Job foreign = imported();
            final Job behind = submit(AccessSet.exclusive(b), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(ahead::release, () -> timers.advanceTo(DUE), camera::signal);
            }

            @Override
            public void afterwards() {
                assertPoison(foreign, behind);
            }
        });
    }

    @Test
    void importThatRacesItsSignalEndsOnce() {
        Bench.atEveryPairOfAccesses(() -> new Imported() {
            @Override
            public List<Runnable> threads() {
                return List.of(this::imported, camera::signal, ahead::release);
            }

            @Override
            public void afterwards() {
                assertThat(jobs.get(1).outcome()).isEqualTo(Outcome.COMPLETED);
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S17")
    void closingAndSignalLeaveNothing() {
        Bench.atEveryPairOfAccesses(() -> new Imported() {
            final Job foreign = imported();

            @Override
            public List<Runnable> threads() {
                return List.of(
                        camera::signal, () -> dispatcher.close(Duration.ZERO), ahead::release);
            }

            @Override
            public void afterwards() {
                assertThat(foreign.outcome()).isIn(Outcome.COMPLETED, Outcome.CANCELLED);
                assertThat(ahead.outcome()).isNotNull();
                assertNothingIsLeft();
                assertNoLawIsBroken();
            }
        });
    }

    /** The closing comes when the failure was noted, is being marked, or was lost. */
    @Test
    @Tag("S17")
    void closingAndFailureLeaveNothing() {
        Bench.atEveryPairOfAccesses(() -> new Imported() {
            final Job foreign = imported();

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> camera.fail(LOST),
                        () -> dispatcher.close(Duration.ZERO),
                        ahead::release);
            }

            @Override
            public void afterwards() {
                assertThat(foreign.outcome()).isIn(Outcome.FAILED, Outcome.CANCELLED);
                assertNothingIsLeft();
                assertNoLawIsBroken();
            }
        });
    }

    /** What is exported while the writer ahead fails says so, or was taken after that. */
    @Test
    @Tag("S15")
    void exportThatRacesTheFailureAheadTellsIt() {
        Bench.atEveryPairOfAccesses(() -> new Imported() {
            Fence exported = Fence.signaled();

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> exported = dispatcher.exportFence(b, AccessMode.SHARED),
                        () -> ahead.fail(LOST));
            }

            @Override
            public void afterwards() {
                assertThat(exported.error()).isSameAs(LOST);
                assertEverythingEnds();
            }
        });
    }

    /** A snapshot is of what was before it: a later writer neither extends nor cures it. */
    @Test
    @Tag("S15")
    void exportedFenceKeepsTheErrorThoughALaterWriterCuresTheBuffer() {
        Bench.atEveryPairOfAccesses(() -> new Imported() {
            final Fence exported = dispatcher.exportFence(b, AccessMode.SHARED);

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> ahead.fail(LOST), () -> submit(AccessSet.exclusive(b), releaser));
            }

            @Override
            public void afterwards() {
                assertThat(exported.error()).isSameAs(LOST);
                assertEverythingEnds();
            }
        });
    }
}
