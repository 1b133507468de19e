package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A million of each: nothing grows with the length or the number of queues but what they hold. */
class ScaleTest {
    private static final int MILLION = 1_000_000;

    private final Dispatcher dispatcher = new Dispatcher();
    private int grants;

    private final Client counter = job -> grants++;

    @Test
    void aMillionJobsQueuedOnOneQueueAreGrantedOneAfterTheOther() {
        AccessSet set = AccessSet.exclusive(new SyncQueue("queue"));
        List<Job> jobs = new ArrayList<>(MILLION);
        for (int i = 0; i < MILLION; i++) {
            jobs.add(dispatcher.submit(set, counter));
        }
        for (int i = 0; i < MILLION; i++) {
            assertThat(grants).isEqualTo(i + 1);
            jobs.get(i).release();
        }
        assertThat(grants).isEqualTo(MILLION);
    }

    @Test
    void aMillionWaitingJobsLeaveInAnyOrder() {
        AccessSet set = AccessSet.exclusive(new SyncQueue("queue"));
        Job owner = dispatcher.submit(set, counter);
        List<Job> jobs = new ArrayList<>(MILLION);
        for (int i = 0; i < MILLION; i++) {
            jobs.add(dispatcher.submit(set, counter));
        }
        for (int i = 0; i < MILLION - 1; i++) { // a stride that meets each once
            jobs.get((int) ((long) i * 618_033 % MILLION)).cancel();
        }
        owner.release();
        Job last = jobs.get((int) ((MILLION - 1L) * 618_033 % MILLION));
        assertThat(last.isGranted()).isTrue();
        assertThat(grants).isEqualTo(2);
    }

    @Test
    void aMillionQueuesAreUsedAtOnce() {
        List<SyncQueue> queues = new ArrayList<>(MILLION);
        for (int i = 0; i < MILLION; i++) {
            SyncQueue queue = new SyncQueue("queue");
            queues.add(queue);
            dispatcher.submit(AccessSet.exclusive(queue), counter);
        }
        assertThat(grants).isEqualTo(MILLION);
        assertThat(queues).noneMatch(queue -> queue.isReady(AccessMode.EXCLUSIVE));
    }

    @Test
    void aDispatcherFindsEveryJobThatItHasToEnd() {
        List<SyncQueue> queues = new ArrayList<>();
        for (int i = 0; i < MILLION / 10; i++) {
            SyncQueue queue = new SyncQueue("queue");
            queues.add(queue);
            dispatcher.submit(AccessSet.exclusive(queue), counter);
            dispatcher.submit(AccessSet.exclusive(queue), counter);
        }
        Closed closed = dispatcher.close(Duration.ZERO);
        assertThat(closed.abandoned()).hasSize(queues.size());
        assertThat(closed.cancelled()).hasSize(queues.size());
        assertThat(queues).allMatch(queue -> queue.isReady(AccessMode.EXCLUSIVE));
    }
}
