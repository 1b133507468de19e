package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs withdrawn before their grant (S13, S14). */
@Tag("S14")
class CancelTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    @Test
    @Tag("S3")
    @Tag("S13")
    void cancelledJobIsNeverGranted() {
        Job owner = dispatcher.submit(AccessSet.exclusive(a), client);
        Job waiting = dispatcher.submit(AccessSet.exclusive(a), client);

        assertThat(waiting.cancel()).isTrue();
        assertThat(waiting.cancel()).isFalse();
        assertThat(waiting.outcome()).isEqualTo(Outcome.CANCELLED);
        owner.release();

        assertThat(client.jobs()).containsExactly(owner);
        assertThat(waiting.release()).isFalse();
    }

    @Test
    @Tag("S13")
    void grantedJobCannotBeCancelled() {
        Job owner = dispatcher.submit(AccessSet.exclusive(a), client);

        assertThat(owner.cancel()).isFalse();
        assertThat(owner.isGranted()).isTrue();
    }

    /** An all-shared job that already had everything over before it somewhere, and is withdrawn. */
    @Test
    void cancelledReaderPassesOnWhatItHad() {
        Job holder = dispatcher.submit(AccessSet.exclusive(b), client);
        Job reader = dispatcher.submit(AccessSet.shared(a, b), client);
        Job writer = dispatcher.submit(AccessSet.exclusive(a), client);
        assertThat(writer.isGranted()).isFalse();

        reader.cancel();

        assertThat(writer.isGranted()).isTrue();
        assertThat(holder.isGranted()).isTrue();
    }

    @Test
    void runOfCancelledJobsIsPassedThrough() {
        Job owner = dispatcher.submit(AccessSet.exclusive(a), client);
        Job[] cancelled = new Job[100];
        for (int i = 0; i < cancelled.length; i++) {
            AccessMode mode = i % 3 == 0 ? AccessMode.EXCLUSIVE : AccessMode.SHARED;
            cancelled[i] = dispatcher.submit(Queues.set(mode, a), client);
        }
        Job last = dispatcher.submit(AccessSet.exclusive(a), client);
        for (Job each : cancelled) {
            each.cancel();
        }

        assertThat(last.isGranted()).isFalse();
        owner.release();
        assertThat(last.isGranted()).isTrue();
    }
}
