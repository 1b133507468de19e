package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.List;

/** Each notice comes once, before the grant, and never after the end (S6). */
@ExtendWith(Probed.class)
@Tag("S6")
@OnOneJdk
class NoticeRaceTest {
    private static final long EXPIRY_NANOS = 10;

    /** An eager job on a and b, which waits for both. */
    private abstract static class Eager extends Bench implements EagerClient {
        final Job aheadA = submit(AccessSet.exclusive(a), keeper);
        final Job aheadB = submit(AccessSet.exclusive(b), keeper);
        final List<SyncQueue> told = new ArrayList<>();

        boolean over;

        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            assertThat(over).as("a notice after the end").isFalse();
            assertThat(granted).doesNotContain(job);
            told.add(queue);
            dispatcher.submit(AccessSet.exclusive(c), Job::release); // it may be stopped in here
            assertThat(job.outcome()).as("the end waits for the notice").isNull();
        }

        @Override
        public void granted(Job job) {
            assertThat(told).containsExactlyInAnyOrder(a, b);
            granted.add(job);
        }

        void noteEnd(Job job) {
            over = job.outcome() != null;
        }
    }

    @Test
    void twoNoticesThatComeTogetherComeBeforeTheGrant() {
        Bench.atEveryPairOfAccesses(() -> new Eager() {
            final Job job = submit(AccessSet.exclusive(a, b), this);

            @Override
            public List<Runnable> threads() {
                return List.of(aheadA::release, aheadB::release);
            }

            @Override
            public void afterwards() {
                assertThat(granted).containsOnlyOnce(job);
                assertEverythingEnds();
            }
        });
    }

    @Test
    void submitThatRacesAReleaseTellsEachAccessOnce() {
        Bench.atEveryPairOfAccesses(() -> new Eager() {
            @Override
            public List<Runnable> threads() {
                return List.of(() -> submit(AccessSet.exclusive(a, b), this), aheadA::release);
            }

            @Override
            public void afterwards() {
                assertThat(told).containsExactly(a);
                aheadB.release();
                assertThat(told).containsExactly(a, b);
                assertEverythingEnds();
            }
        });
    }

    @Test
    @Tag("S13")
    void noNoticeComesAfterACancel() {
        neverAfter((bench, job) -> job.cancel());
    }

    @Test
    @Tag("S8")
    void noNoticeComesAfterTheExpiry() {
        neverAfter((bench, job) -> bench.timers.advanceTo(EXPIRY_NANOS));
    }

    private interface EndOfAJob {
        void happen(Eager bench, Job job);
    }

    private static void neverAfter(EndOfAJob end) {
        Bench.atEveryPairOfAccesses(() -> new Eager() {
            final Job job = submit(
                    AccessSet.exclusive(a, b), this, JobOptions.DEFAULT.expiry(EXPIRY_NANOS));
            final Job behind = submit(AccessSet.exclusive(a), keeper);

            @Override
            public List<Runnable> threads() {
                return List.of(aheadA::release, () -> {
                    end.happen(this, job);
                    noteEnd(job);
                });
            }

            @Override
            public void afterwards() {
                assertThat(job.outcome()).isEqualTo(Outcome.CANCELLED);
                assertThat(behind.isGranted()).isTrue();
                assertThat(told).hasSizeLessThan(2);
                assertEverythingEnds();
            }
        });
    }
}
