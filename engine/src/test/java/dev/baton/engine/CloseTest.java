package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Closing a queue is a submission: a last exclusive place in it (S4, S17). */
@Tag("S17")
class CloseTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    @Test
    void closingAnIdleQueueCompletesAtOnce() {
        assertThat(dispatcher.close(a).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    @Tag("S4")
    void submitToAClosedQueueIsRefusedBeforeAnythingIsPlaced() {
        dispatcher.submit(AccessSet.exclusive(b), client);
        dispatcher.close(b);

        assertThatThrownBy(() -> dispatcher.submit(AccessSet.exclusive(a, b), client))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.rule()).isEqualTo("S4"))
                .hasMessageContaining("b");

        assertThat(a.tailAcquire()).isNull();
    }

    @Test
    void closingTwiceIsRefused() {
        dispatcher.submit(AccessSet.exclusive(a), client);
        dispatcher.close(a);

        assertThatThrownBy(() -> dispatcher.close(a)).isInstanceOf(RefusedException.class);
    }

    @Test
    void unorderedUseOfAClosedQueueIsNotRefused() {
        dispatcher.close(a);

        Job job = dispatcher.submit(Queues.set(AccessMode.UNORDERED, a), client);

        assertThat(job.isGranted()).isTrue();
    }

    @Test
    void jobThatRacesAClosingRunsIsRefusedOrIsCancelled() throws Exception {
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                SyncQueue first = new SyncQueue("first");
                SyncQueue second = new SyncQueue("second");
                Object result = race.run(
                                () -> {
                                    try {
                                        return dispatcher.submit(
                                                AccessSet.exclusive(first, second), Job::release);
                                    } catch (RefusedException refused) {
                                        return refused;
                                    }
                                },
                                () -> dispatcher.close(second))
                        .get(0);

                if (result instanceof Job job) {
                    assertThat(job.outcome()).isIn(Outcome.COMPLETED, Outcome.CANCELLED);
                }
                assertThat(dispatcher.submit(AccessSet.exclusive(first), client).isGranted())
                        .isTrue();
            }
        }
    }
}
