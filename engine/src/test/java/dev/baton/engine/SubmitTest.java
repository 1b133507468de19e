package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;

/** What a submitted job waits for (S1 to S4). */
class SubmitTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();

    /** K13. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 11, 1000})
    void setOfAnySizeIsGrantedOnceItsLastQueueIsFree(int size) {
        SyncQueue[] queues = Queues.of(size);
        Job[] owners = Arrays.stream(queues)
                .map(queue -> dispatcher.submit(AccessSet.exclusive(queue), job -> {}))
                .toArray(Job[]::new);
        Job job = dispatcher.submit(AccessSet.exclusive(queues), client);

        Collections.shuffle(Arrays.asList(owners), new Random(size));
        for (Job owner : owners) {
            assertThat(client.jobs()).isEmpty();
            owner.release();
        }

        assertThat(client.jobs()).containsExactly(job);
        assertThat(job.isGranted()).isTrue();
    }

    @Test
    void mostAccessesThatASetMayHaveAreCountedRight() {
        SyncQueue[] queues = Queues.of(AccessSet.ACCESSES_MAX);
        Job owner = dispatcher.submit(AccessSet.exclusive(queues), job -> {});
        Job job = dispatcher.submit(AccessSet.exclusive(queues), client);

        for (SyncQueue queue : queues) {
            assertThat(client.jobs()).isEmpty();
            owner.release(queue);
        }

        assertThat(client.jobs()).containsExactly(job);
        assertThat(owner.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void setOfOneMoreIsRefused() {
        assertThatThrownBy(() -> AccessSet.exclusive(Queues.of(AccessSet.ACCESSES_MAX + 1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("65536");
    }

    /** K9: all mixes of modes, both ways round. */
    @Test
    void queueNamedTwiceCountsOnceWithTheStrongerMode() {
        for (AccessMode one : AccessMode.values()) {
            for (AccessMode other : AccessMode.values()) {
                SyncQueue queue = new SyncQueue("twice");
                Job job = dispatcher.submit(
                        AccessSet.builder().add(queue, one).add(queue, other).build(), client);
                Job reader = dispatcher.submit(AccessSet.shared(queue), client);
                Job writer = dispatcher.submit(AccessSet.exclusive(queue), client);

                AccessMode counted = one.strongest(other);
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

    @Test
    void unorderedUseTakesNoPlace() {
        SyncQueue queue = new SyncQueue("bookkept");
        Job owner = dispatcher.submit(AccessSet.exclusive(queue), client);
        Job unordered = dispatcher.submit(Queues.set(AccessMode.UNORDERED, queue), client);

        assertThat(unordered.isGranted()).isTrue();
        assertThat(unordered.accesses().accesses()).hasSize(1);
        assertThat(unordered.accesses().ordered()).isEmpty();
        owner.release();
        Job next = dispatcher.submit(AccessSet.exclusive(queue), client);
        assertThat(next.isGranted()).isTrue();
    }

    /** K17: what stands at the head of one queue and waits in another holds its place. */
    @Test
    void jobThatWaitsElsewhereKeepsItsPlace() {
        SyncQueue x = new SyncQueue("x");
        SyncQueue y = new SyncQueue("y");
        Job owner = dispatcher.submit(AccessSet.exclusive(y), client);
        Job both = dispatcher.submit(AccessSet.exclusive(x, y), client);
        Job behind = dispatcher.submit(AccessSet.exclusive(x), client);

        assertThat(both.isGranted()).isFalse();
        assertThat(behind.isGranted()).isFalse();
        owner.release();
        assertThat(both.isGranted()).isTrue();
        assertThat(behind.isGranted()).isFalse();
    }

    /** K16. */
    @Test
    void laterSharedNeverOvertakesExclusive() {
        SyncQueue queue = new SyncQueue("queue");
        Job reader = dispatcher.submit(AccessSet.shared(queue), client);
        Job writer = dispatcher.submit(AccessSet.exclusive(queue), client);
        Job late = dispatcher.submit(AccessSet.shared(queue), client);

        assertThat(late.isGranted()).isFalse();
        reader.release();
        assertThat(writer.isGranted()).isTrue();
        assertThat(late.isGranted()).isFalse();
        writer.release();
        assertThat(late.isGranted()).isTrue();
    }

    @Test
    void opposedSetsNeverWaitForEachOther() {
        SyncQueue a = new SyncQueue("a");
        SyncQueue b = new SyncQueue("b");
        Job first = dispatcher.submit(AccessSet.exclusive(a, b), client);
        Job second = dispatcher.submit(AccessSet.exclusive(b, a), client);

        first.release();

        assertThat(second.isGranted()).isTrue();
    }
}
