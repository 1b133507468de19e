package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a submitted job waits for (S1 to S4). */
class SubmitTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();

    @Test
    @Tag("S3")
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
    @Tag("S1")
    void setOfOneMoreIsRefused() {
        assertThatThrownBy(() -> AccessSet.exclusive(Queues.of(AccessSet.ACCESSES_MAX + 1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("65535");
    }

    @Test
    @Tag("S2")
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
}
