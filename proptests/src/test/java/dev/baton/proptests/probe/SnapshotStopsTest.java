package dev.baton.proptests.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.Snapshot;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.Timers;
import dev.baton.engine.VirtualTimers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A snapshot stopped at each of its shared accesses, while others release, cancel and submit. What
 * it shows must have been so when it asked for the time.
 */
@ExtendWith(Probed.class)
class SnapshotStopsTest {
    @Test
    @Tag("S2")
    void eachWaitHeldWhenTheTimeWasRead() {
        assertThat(Interleaving.atEveryAccess(Taken::new)).isGreaterThan(20);
    }

    @Test
    @Tag("S2")
    void eachWaitHeldThoughItsEndWasStoppedInTheMiddle() {
        assertThat(Interleaving.atEveryPairOfAccesses(Taken::new)).isGreaterThan(500);
    }

    @Test
    @Tag("S21")
    void stoppedSnapshotHoldsNobodyUp() {
        assertThat(Interleaving.frozenAtEveryAccess(Taken::new)).isGreaterThan(20);
    }

    /** Two writers and readers between them, of which some end while a snapshot is taken. */
    private static final class Taken implements Interleaving.Program, Timers {
        private static final Client KEEPS = job -> {};

        private final VirtualTimers timers = new VirtualTimers();
        private final Dispatcher dispatcher = new Dispatcher(null, this);
        private final SyncQueue a = new SyncQueue("a");
        private final SyncQueue b = new SyncQueue("b");
        private final List<Job> jobs = new ArrayList<>();

        /** Who was over, and who was granted, when the snapshot last asked for the time. */
        private final Set<Job> over = new HashSet<>();

        private final Set<Job> granted = new HashSet<>();
        private Snapshot taken;

        Taken() {
            jobs.add(dispatcher.submit(AccessSet.exclusive(a, b), KEEPS));
            jobs.add(dispatcher.submit(AccessSet.shared(a), KEEPS));
            jobs.add(dispatcher.submit(AccessSet.shared(a, b), KEEPS));
            jobs.add(dispatcher.submit(AccessSet.exclusive(a), KEEPS));
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> taken = dispatcher.snapshot(), () -> {
                jobs.get(1).cancel();
                jobs.get(0).release();
                dispatcher.submit(AccessSet.exclusive(b), KEEPS);
                jobs.get(2).release();
            });
        }

        @Override
        public long nowNanos() {
            for (Job job : jobs) {
                if (job.outcome() != null) {
                    over.add(job);
                } else if (job.isGranted()) {
                    granted.add(job);
                }
            }
            return timers.nowNanos();
        }

        @Override
        public Timer at(long atNanos, Runnable task) {
            return timers.at(atNanos, task);
        }

        @Override
        public void afterwards() {
            assertThat(jobs.get(3).isGranted()).isTrue();
            if (taken == null) {
                return; // stopped for ever
            }
            assertThat(taken.cycle()).isEmpty();
            for (Snapshot.Link link : taken.links()) {
                if (link.kind() == Snapshot.Kind.QUEUE) {
                    assertThat(over)
                            .doesNotContain(link.holder().job(), link.waiter().job());
                    assertThat(granted).doesNotContain(link.waiter().job());
                }
            }
            for (Snapshot.QueueState queue : taken.queues()) {
                boolean writer = queue.state() == Snapshot.State.EXCLUSIVE;
                assertThat(queue.owners()).hasSizeLessThanOrEqualTo(writer ? 1 : 2);
            }
        }
    }
}
