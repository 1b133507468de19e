package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.SystemHeap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/** Sets of every kind, and the first and last days of a queue, as KDS and its clients know them. */
class KdsSetCasesTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    /** kds.c, KDS8 and KDS9: one buffer twice in one set, in every mix of modes, both ways round. */
    @Test
    @Tag("K9")
    @Tag("S4")
    void k9QueueNamedTwiceCountsOnceWithTheStrongerMode() {
        List<AccessMode> ascending =
                List.of(AccessMode.UNORDERED, AccessMode.SHARED, AccessMode.EXCLUSIVE);
        for (AccessMode one : ascending) {
            for (AccessMode other : ascending) {
                SyncQueue queue = new SyncQueue("twice");
                Job job = dispatcher.submit(
                        AccessSet.builder().add(queue, one).add(queue, other).build(), client);
                Job reader = shared(queue);
                Job writer = exclusive(queue);

                AccessMode counted =
                        ascending.indexOf(one) > ascending.indexOf(other) ? one : other;
                assertThat(job.isGranted()).isTrue();
                assertThat(job.accesses().accesses()).containsExactly(new Access(queue, counted));
                assertThat(reader.isGranted()).isEqualTo(counted != AccessMode.EXCLUSIVE);
                reader.cancel();
                assertThat(reader.isGranted() && reader.release())
                        .isEqualTo(counted != AccessMode.EXCLUSIVE);
                assertThat(writer.isGranted()).isEqualTo(counted == AccessMode.UNORDERED);
                job.release();
                assertThat(writer.isGranted()).isTrue();
            }
        }
    }

    /** KDS-h, kds_async_waitall: sets of none, one, more than the ten it warns of, and a thousand. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 11, 1000})
    @Tag("K13")
    @Tag("S3")
    void k13SetOfAnySizeIsGrantedOnceItsLastQueueIsFree(int size) {
        SyncQueue[] queues = Queues.of(size);
        Job[] owners = Arrays.stream(queues)
                .map(queue -> dispatcher.submit(AccessSet.exclusive(queue), job -> {}))
                .toArray(Job[]::new);
        Job job = exclusive(queues);

        Collections.shuffle(Arrays.asList(owners), new Random(size));
        for (Job owner : owners) {
            assertThat(client.jobs()).isEmpty();
            owner.release();
        }

        assertThat(client.jobs()).containsExactly(job);
        assertThat(job.isGranted()).isTrue();
    }

    /** KDS-h, kds_resource_term: busy there; here the end of the queue stands in line. */
    @Test
    @Tag("K14")
    @Tag("S17")
    void k14QueueClosedWhileJobsWaitEndsBehindThem() {
        Job owner = exclusive(a);
        Job waiting = shared(a);
        Job both = exclusive(a, b);
        Job closing = dispatcher.close(a);
        assertThatThrownBy(() -> shared(a)).isInstanceOf(RefusedException.class);

        owner.release();
        assertThat(waiting.isGranted()).isTrue();
        assertThat(closing.outcome()).isNull();
        waiting.release();
        assertThat(both.isGranted()).isTrue();
        assertThat(closing.outcome()).isNull();
        both.release();
        assertThat(closing.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    /** pl111, obtain_kds_if_currently_displayed: a buffer gets its queue while it is on screen. */
    @Test
    @Tag("K18")
    @Tag("S20")
    void k18DisplayTakesItsPlaceBeforeAnybodyElseMeetsTheQueue() {
        try (BufferHandle front = new SystemHeap().allocate("front", SharedBuffer.PAGE_SIZE)) {
            assertThat(front.buffer().syncObject()).isNull();

            Job scanOut = dispatcher.submit(
                    AccessSet.shared(SyncQueue.of(front.buffer())),
                    client,
                    null,
                    JobOptions.DEFAULT.openEnded(new Succession("the next flip")));
            Job copy = shared(SyncQueue.of(front.buffer()));
            Job render = exclusive(SyncQueue.of(front.buffer()));

            assertThat(client.jobs()).containsExactly(scanOut, copy);
            copy.release();
            assertThat(render.isGranted()).isFalse();
            scanOut.release();
            assertThat(render.isGranted()).isTrue();
        }
    }

    /** pl111, the same race with the first importer: whoever wins, both meet in one queue. */
    @Test
    @Tag("K18")
    @Tag("S2")
    void k18FirstUsersAtOnceMeetInOneQueue() throws Exception {
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                try (BufferHandle front =
                        new SystemHeap().allocate("front", SharedBuffer.PAGE_SIZE)) {
                    Callable<Job> first = () -> dispatcher.submit(
                            AccessSet.exclusive(SyncQueue.of(front.buffer())), job -> {});
                    List<Job> jobs = race.run(first, first);

                    assertThat(jobs).extracting(Job::isGranted).containsOnlyOnce(true);
                }
            }
        }
    }

    private Job exclusive(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), client);
    }

    private Job shared(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.shared(queues), client);
    }
}
