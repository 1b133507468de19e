package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.CancelReason;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Ending;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Of an end at a time and any other exactly one wins, wherever the threads are stopped (S13). */
@ExtendWith(Probed.class)
@Tag("S13")
@OnOneJdk
class TimedEndsTest {
    private static final long DUE = 10;
    private static final JobOptions HELD = JobOptions.DEFAULT.hold(Duration.ofNanos(DUE));
    private static final JobOptions EXPIRING = JobOptions.DEFAULT.expiry(DUE);

    private abstract static class Timed extends Bench {
        void becomesDue() {
            timers.advanceTo(DUE);
        }
    }

    @Test
    @Tag("S16")
    void ofProgressAndWatchdogExactlyOneWins() {
        Bench.atEveryPairOfAccesses(() -> new Timed() {
            final Job held = submit(AccessSet.exclusive(a), keeper, HELD);
            final Job behind = submit(AccessSet.exclusive(a), keeper);
            boolean progressed;

            @Override
            public List<Runnable> threads() {
                timers.advanceTo(DUE / 2);
                return List.of(() -> progressed = held.progress(), this::becomesDue);
            }

            @Override
            public void afterwards() {
                assertThat(held.outcome()).isEqualTo(progressed ? null : Outcome.TIMED_OUT);
                assertThat(behind.isGranted()).isNotEqualTo(progressed);
                timers.advanceTo(2 * DUE);
                assertThat(held.outcome()).isEqualTo(Outcome.TIMED_OUT);
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S16")
    void ofReleaseAndWatchdogExactlyOneWins() {
        Bench.atEveryPairOfAccesses(() -> new Timed() {
            final Job held = submit(AccessSet.exclusive(a, b), keeper, HELD);
            final Job behind = submit(AccessSet.shared(b), keeper);
            boolean released;

            @Override
            public List<Runnable> threads() {
                return List.of(() -> released = held.release(), this::becomesDue);
            }

            @Override
            public void afterwards() {
                assertThat(held.outcome())
                        .isEqualTo(released ? Outcome.COMPLETED : Outcome.TIMED_OUT);
                assertThat(dispatcher.lateReleases()).isEqualTo(released ? 0 : 1);
                assertThat(behind.isGranted()).isTrue();
                assertThat(a.poison()).isSameAs(held.cause());
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S8")
    void ofGrantAndExpiryExactlyOneWins() {
        Bench.atEveryPairOfAccesses(() -> new Timed() {
            final Job owner = submit(AccessSet.exclusive(a), keeper);
            final Job expiring = submit(AccessSet.exclusive(a, b), keeper, EXPIRING);
            final Job behind = submit(AccessSet.exclusive(b), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(owner::release, this::becomesDue);
            }

            @Override
            public void afterwards() {
                boolean expired = expiring.outcome() == Outcome.CANCELLED;
                assertThat(expiring.isGranted()).isNotEqualTo(expired);
                assertThat(granted.contains(expiring)).isNotEqualTo(expired);
                assertThat(behind.isGranted()).isEqualTo(expired);
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S8")
    void ofCancelAndExpiryExactlyOneWins() {
        Bench.atEveryPairOfAccesses(() -> new Timed() {
            final Job owner = submit(AccessSet.exclusive(a), keeper);
            final Job expiring = submit(AccessSet.exclusive(a), keeper, EXPIRING);
            final List<Ending> told = new ArrayList<>();
            boolean cancelled;

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> cancelled = expiring.cancel(),
                        this::becomesDue,
                        () -> expiring.whenEnded().thenAccept(told::add));
            }

            @Override
            public void afterwards() {
                CancelReason reason = cancelled ? CancelReason.CALLER : CancelReason.EXPIRED;
                assertThat(told).containsExactly(new Ending(Outcome.CANCELLED, reason, null));
                assertThat(owner.isGranted()).isTrue();
                assertEverythingEnds();
            }
        });
    }

    /** Whoever asks while the job ends is told, once: by himself or by the one who ends it. */
    @Test
    void whoAsksWhileTheJobEndsIsToldOnce() {
        Bench.atEveryPairOfAccesses(() -> new Timed() {
            final Job owner = submit(AccessSet.exclusive(a), keeper);
            final List<Ending> told = new ArrayList<>();

            @Override
            public List<Runnable> threads() {
                Runnable asking = () -> owner.whenEnded().thenAccept(told::add);
                return List.of(owner::release, asking, asking);
            }

            @Override
            public void afterwards() {
                Ending completed = new Ending(Outcome.COMPLETED, null, null);
                assertThat(told).containsExactly(completed, completed);
                assertEverythingEnds();
            }
        });
    }

    /** The time comes while the job is placed, or while its grant is counted. */
    @Test
    @Tag("S8")
    void submitThatRacesItsTimesIsGrantedOrExpiresOnce() {
        JobOptions both = JobOptions.DEFAULT.notBefore(DUE / 2).expiry(DUE);
        Bench.atEveryPairOfAccesses(() -> new Timed() {
            final Job owner = submit(AccessSet.exclusive(a), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> submit(AccessSet.exclusive(a, b), keeper, both),
                        this::becomesDue,
                        owner::release);
            }

            @Override
            public void afterwards() {
                timers.advanceTo(2 * DUE); // what was added late runs now
                Job job = jobs.get(1);
                assertThat(job.isGranted()).isNotEqualTo(job.outcome() == Outcome.CANCELLED);
                assertEverythingEnds();
            }
        });
    }

    /** A notice is given before the end or not at all; the fence comes if one was. */
    @Test
    @Tag("S6")
    @Tag("S8")
    void noticeThatRacesTheExpiryIsFencedOffOrNeverGiven() {
        Bench.atEveryPairOfAccesses(() -> new Timed() {
            final List<String> told = new ArrayList<>();
            final Job owner = submit(AccessSet.exclusive(a), keeper);
            final Job other = submit(AccessSet.exclusive(b), keeper);
            final Job eager = submit(AccessSet.exclusive(a, b), new Told(told), EXPIRING);

            @Override
            public List<Runnable> threads() {
                perhapsUntold.add(eager);
                return List.of(owner::release, this::becomesDue);
            }

            @Override
            public void afterwards() {
                assertThat(eager.outcome()).isEqualTo(Outcome.CANCELLED);
                if (told.contains("available")) {
                    assertThat(told).containsExactlyInAnyOrder("available", "fenced off");
                }
                assertThat(other.isGranted()).isTrue();
                assertEverythingEnds();
            }
        });
    }

    private record Told(List<String> told) implements EagerClient {
        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            assertThat(job.outcome()).isNull();
            told.add("available");
        }

        @Override
        public void granted(Job job) {
            told.add("granted");
        }

        @Override
        public void fenceOff(Job job) {
            told.add("fenced off");
        }
    }
}
