package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The end of one access after the grant (S5). */
@Tag("S5")
class PartialReleaseTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue[] queues = Queues.of(3);

    @Test
    void endOfOneAccessLetsOnlyItsQueueGo() {
        Job job = dispatcher.submit(AccessSet.exclusive(queues), client);
        List<Job> waiting = new ArrayList<>();
        for (SyncQueue queue : queues) {
            waiting.add(dispatcher.submit(AccessSet.exclusive(queue), client));
        }

        assertThat(job.release(queues[1])).isTrue();

        assertThat(waiting).extracting(Job::isGranted).containsExactly(false, true, false);
        assertThat(job.isGranted()).isTrue();
    }

    @Test
    void endOfTheLastAccessEndsTheJobInEveryOrder() {
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (int[] order : orders) {
            Job job = dispatcher.submit(AccessSet.exclusive(queues), client);
            for (int index : order) {
                assertThat(job.outcome()).isNull();
                assertThat(job.release(queues[index])).isTrue();
            }
            assertThat(job.outcome()).isEqualTo(Outcome.COMPLETED);
        }
        assertThat(dispatcher.lateReleases()).isZero();
    }

    @Test
    void secondEndOfAnAccessIsLate() {
        Job job = dispatcher.submit(AccessSet.exclusive(queues), client);
        job.release(queues[0]);

        assertThat(job.release(queues[0])).isFalse();
        assertThat(dispatcher.lateReleases()).isEqualTo(1);
        assertThat(job.isGranted()).isTrue();
    }

    @Test
    void releaseOfTheJobEndsWhatIsLeft() {
        Job job = dispatcher.submit(AccessSet.exclusive(queues), client);
        Job next = dispatcher.submit(AccessSet.exclusive(queues), client);
        job.release(queues[2]);

        assertThat(job.release()).isTrue();
        assertThat(next.isGranted()).isTrue();
    }

    @Test
    void endOfASharedAccessKeepsOtherReadersIn() {
        Job one = dispatcher.submit(AccessSet.shared(queues), client);
        Job other = dispatcher.submit(AccessSet.shared(queues), client);
        Job writer = dispatcher.submit(AccessSet.exclusive(queues[0]), client);

        one.release(queues[0]);
        assertThat(writer.isGranted()).isFalse();
        other.release(queues[0]);
        assertThat(writer.isGranted()).isTrue();
        assertThat(one.isGranted() && other.isGranted()).isTrue();
    }
}
