package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The end of single accesses before the grant of their job (S5). */
@Tag("S5")
class EarlyReleaseTest {
    private final Observed observed = new Observed();
    private final GrantLog client = new GrantLog();
    private final SyncQueue[] queues = Queues.of(3);

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
    }

    private static void assertNotOwned(Job job, SyncQueue queue) {
        assertThatThrownBy(() -> job.release(queue))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.rule()).isEqualTo("S5"))
                .hasMessageContaining("does not own " + queue);
    }

    @Test
    void ownedAccessEndsBeforeTheOthersAreThere() {
        Job ahead = observed.dispatcher.submit(AccessSet.exclusive(queues[0]), client);
        Job waiting = observed.dispatcher.submit(AccessSet.exclusive(queues), client);
        Job behind = observed.dispatcher.submit(AccessSet.exclusive(queues[1]), client);

        assertNotOwned(waiting, queues[0]);
        assertThat(waiting.release(queues[1])).isTrue();

        assertThat(behind.isGranted()).isTrue();
        assertThat(waiting.outcome()).isNull();
        assertThat(waiting.release(queues[1])).isFalse();
        assertThat(observed.dispatcher.lateReleases()).isEqualTo(1);
        ahead.release();
        assertThat(client.jobs()).contains(waiting);
        assertThat(observed.kindsOf(waiting))
                .containsExactly(
                        "Submitted",
                        "Available",
                        "Available",
                        "AccessReleased",
                        "Available",
                        "Granted");
    }

    @Test
    void ownedAccessesEndInEveryOrderAndTheLastWithTheJob() {
        for (Dispatcher dispatcher : List.of(observed.dispatcher, new Dispatcher())) {
            for (int[] order : Orders.of(2)) {
                SyncQueue[] fresh = Queues.of(3);
                Job ahead = dispatcher.submit(AccessSet.exclusive(fresh[2]), client);
                Job waiting = dispatcher.submit(AccessSet.exclusive(fresh), client);
                Job behind = dispatcher.submit(AccessSet.exclusive(fresh[0], fresh[1]), client);
                for (int index : order) {
                    assertThat(behind.isGranted()).isFalse();
                    assertThat(waiting.release(fresh[index])).isTrue();
                }
                assertThat(behind.isGranted()).isTrue();
                assertNotOwned(waiting, fresh[2]);
                ahead.release();
                assertThat(client.jobs()).contains(waiting);
                assertThat(waiting.release(fresh[2])).isTrue();
                assertThat(waiting.outcome()).isEqualTo(Outcome.COMPLETED);
            }
            assertThat(dispatcher.lateReleases()).isZero();
        }
    }

    /** The grant still waits for its time when all accesses have ended. */
    @Test
    void jobWhoseAccessesAllEndedEndsAtItsGrantUntold() {
        Job timed = observed.dispatcher.submit(
                AccessSet.exclusive(queues), client, null, JobOptions.DEFAULT.notBefore(10));
        Job behind = observed.dispatcher.submit(AccessSet.exclusive(queues), client);
        for (SyncQueue queue : queues) {
            assertThat(timed.release(queue)).isTrue();
        }
        assertThat(behind.isGranted()).isTrue();
        assertThat(timed.outcome()).isNull();
        assertThat(timed.release(queues[0])).isFalse();

        observed.timers.advanceTo(10);

        assertThat(timed.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(client.jobs()).containsExactly(behind);
        assertThat(observed.kindsOf(timed)).endsWith("Granted", "Released");
    }

    @Test
    void jobWhoseAccessesAllEndedMayStillBeCancelled() {
        Job timed = observed.dispatcher.submit(
                AccessSet.exclusive(queues), client, null, JobOptions.DEFAULT.notBefore(10));
        for (SyncQueue queue : queues) {
            timed.release(queue);
        }

        assertThat(timed.cancel()).isTrue();
        observed.timers.advanceTo(10);

        assertThat(timed.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(client.jobs()).isEmpty();
    }

    @Test
    void cancelEndsOnlyWhatIsLeft() {
        Job ahead = observed.dispatcher.submit(AccessSet.exclusive(queues[0]), client);
        Job waiting = observed.dispatcher.submit(AccessSet.exclusive(queues), client);
        Job next = observed.dispatcher.submit(AccessSet.exclusive(queues[1]), client);
        Job last = observed.dispatcher.submit(AccessSet.exclusive(queues[1], queues[2]), client);
        waiting.release(queues[1]);

        waiting.cancel();

        assertThat(next.isGranted()).isTrue();
        assertThat(last.isGranted()).isFalse();
        next.release();
        assertThat(last.isGranted()).isTrue();
        assertThat(ahead.isGranted()).isTrue();
    }

    @Test
    void sharedAccessThatEndsEarlyLetsTheWriterIn() {
        Job ahead = observed.dispatcher.submit(AccessSet.exclusive(queues[0]), client);
        Job waiting = observed.dispatcher.submit(AccessSet.shared(queues), client);
        Job writer = observed.dispatcher.submit(AccessSet.exclusive(queues[2]), client);

        waiting.release(queues[2]);

        assertThat(writer.isGranted()).isTrue();
        ahead.release();
        assertThat(waiting.isGranted()).isTrue();
    }
}
