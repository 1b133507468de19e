package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.HardwareClient;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Hand-overs that race with whatever else happens to the job, wherever threads are stopped (S12). */
@ExtendWith(Probed.class)
@Tag("S12")
@OnOneJdk
class HandOverRaceTest {
    /** A bench with a ring, of which the order of entry is in {@code granted}. */
    private abstract static class Ringed extends Bench implements HardwareClient<Job> {
        private final HardwareDomain<Job> domain = new HardwareDomain<>("soc");
        private boolean taking;

        @Override
        public HardwareDomain<Job> domain() {
            return domain;
        }

        @Override
        public Job handOver(Job job, List<Job> waits) {
            assertThat(taking).as("a successor, in a predecessor's hand-over").isFalse();
            assertThat(granted).as("the ring, where those are ahead").containsAll(waits);
            taking = true;
            a.isReady(AccessMode.SHARED); // a place to be stopped at
            taking = false;
            granted.add(job);
            return job;
        }

        Job write(SyncQueue... queues) {
            return submit(AccessSet.exclusive(queues), this);
        }
    }

    @Test
    @Tag("S13")
    void ofCancelAndHandOverExactlyOneWins() {
        Bench.atEveryPairOfAccesses(() -> new Ringed() {
            final Job owner = submit(AccessSet.exclusive(b), keeper);
            final Job first = write(a, b);
            final Job second = write(a);
            boolean cancelled;

            @Override
            public List<Runnable> threads() {
                return List.of(owner::release, () -> cancelled = second.cancel());
            }

            @Override
            public void afterwards() {
                assertThat(granted.contains(second)).isNotEqualTo(cancelled);
                assertThat(second.outcome()).isEqualTo(cancelled ? Outcome.CANCELLED : null);
                assertThat(first.isGranted()).isTrue();
                assertEverythingEnds();
            }
        });
    }

    @Test
    void whoComesWhileItsPredecessorIsHandedOverIsHandedOverOnceAndAfterIt() {
        Bench.atEveryPairOfAccesses(() -> new Ringed() {
            final Job owner = submit(AccessSet.exclusive(b), keeper);
            final Job first = write(a, b);

            @Override
            public List<Runnable> threads() {
                return List.of(owner::release, () -> write(a));
            }

            @Override
            public void afterwards() {
                assertThat(granted).containsExactly(owner, first, jobs.get(2));
                assertEverythingEnds();
            }
        });
    }

    @Test
    void ofEarlyHandOverAndThatAtTheGrantOneHappens() {
        Bench.atEveryPairOfAccesses(() -> new Ringed() {
            final Job first = write(a);

            @Override
            public List<Runnable> threads() {
                return List.of(() -> write(a), first::release, () -> write(a, b));
            }

            @Override
            public void afterwards() {
                assertThat(granted).containsExactlyInAnyOrderElementsOf(jobs);
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S14")
    void cancelOfWhatStandsBetweenLosesNoHandOver() {
        Bench.atEveryPairOfAccesses(() -> new Ringed() {
            final Job first = write(a);
            final Job between = submit(AccessSet.exclusive(a), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(between::cancel, () -> write(a));
            }

            @Override
            public void afterwards() {
                assertThat(granted).containsExactly(first, jobs.get(2));
                assertEverythingEnds();
            }
        });
    }

    /** It interrupts for what somebody waits for whom no semaphore tells, and for nothing else. */
    private abstract static class Silent extends Ringed {
        private final Set<Job> asked = new HashSet<>();
        private final Set<Job> passed = new HashSet<>();

        @Override
        public void enableSignaling(Job job) {
            asked.add(job); // asked and passed are one step each, as under a lock
            if (passed.contains(job)) {
                domain().complete(job, null);
            }
        }

        void pass(Job job) {
            passed.add(job);
            if (asked.contains(job)) {
                domain().complete(job, null);
            }
        }

        void assertGranted(Job outside) {
            assertThat(outside.isGranted()).as("who stands outside is granted").isTrue();
            assertEverythingEnds();
        }
    }

    @Test
    void whoComesAsAJobIsHandedOverAndPassesIsToldOfItsEnd() {
        Bench.atEveryPairOfAccesses(() -> new Silent() {
            final Job owner = submit(AccessSet.exclusive(b), keeper);
            final Job first = write(a, b);
            Job outside = first;

            @Override
            public List<Runnable> threads() {
                Runnable come = () -> outside = submit(AccessSet.exclusive(a), keeper);
                return List.of(owner::release, come);
            }

            @Override
            public void afterwards() {
                pass(first);
                assertGranted(outside);
            }
        });
    }

    @Test
    @Tag("S14")
    void whoComesAsTheJobAheadIsTakenBackIsToldOfTheOneBefore() {
        Bench.atEveryPairOfAccesses(() -> new Silent() {
            final Job first = write(a);
            final Job taken = write(a);
            Job outside = first;

            @Override
            public List<Runnable> threads() {
                Runnable come = () -> outside = submit(AccessSet.exclusive(a), keeper);
                return List.of(() -> domain().cancel(taken), come, () -> pass(first));
            }

            @Override
            public void afterwards() {
                granted.remove(taken); // it was handed over, and is not granted
                assertGranted(outside);
            }
        });
    }

    /** Ends that are reported by two threads, the later job's first perhaps. */
    @Test
    void doneInHardwareEndsAtItsGrant() {
        Bench.atEveryPairOfAccesses(() -> new Silent() {
            final Job first = write(a);
            final Job second = write(a);

            @Override
            public List<Runnable> threads() {
                return List.of(
                        () -> domain().complete(second, null),
                        () -> domain().complete(first, null));
            }

            @Override
            public void afterwards() {
                assertThat(second.outcome()).isEqualTo(Outcome.COMPLETED);
                assertThat(dispatcher.lateReleases()).isZero();
                assertEverythingEnds();
            }
        });
    }
}
