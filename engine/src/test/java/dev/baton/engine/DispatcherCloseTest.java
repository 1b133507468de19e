package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** The end of everything that a dispatcher accepted (S17). */
@Tag("S17")
@Timeout(120)
class DispatcherCloseTest {
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final Closed NOTHING = new Closed(List.of(), List.of());

    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    private Job exclusive(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), client);
    }

    @Test
    void waitingJobsAreCancelledAndOwnersAreTakenFrom() {
        Job owner = exclusive(a);
        Job waiting = exclusive(a, b);
        Job elsewhere = dispatcher.submit(AccessSet.shared(new SyncQueue("c")), new Inbox("gpu"));
        Job empty = dispatcher.submit(AccessSet.empty(), client);

        Closed closed = dispatcher.close(Duration.ZERO);

        assertThat(closed.cancelled()).containsExactly(waiting);
        assertThat(closed.abandoned()).containsExactlyInAnyOrder(owner, elsewhere, empty);
        assertThat(waiting.ending())
                .isEqualTo(new Ending(Outcome.CANCELLED, CancelReason.CLIENT_CLOSED, null));
        assertThat(client.jobs()).containsExactly(owner, empty);
    }

    @Test
    void nothingIsAcceptedAfterwards() {
        dispatcher.close(Duration.ZERO);

        for (AccessSet set : List.of(AccessSet.exclusive(a), AccessSet.empty())) {
            assertThatThrownBy(() -> dispatcher.submit(set, client))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.rule()).isEqualTo("S17"));
            assertThatThrownBy(() -> dispatcher.acquire(set, LONG))
                    .isInstanceOf(RefusedException.class);
        }
        assertThat(a.tailAcquire()).isNull();
    }

    @Test
    void closingAgainFindsNothing() {
        exclusive(a);
        exclusive(a);
        dispatcher.close(Duration.ZERO);

        dispatcher.close();
        assertThat(dispatcher.close(LONG)).isEqualTo(NOTHING);
        assertThat(dispatcher.close(client, LONG)).isEqualTo(NOTHING);
        assertThatThrownBy(() -> exclusive(a)).isInstanceOf(RefusedException.class);
    }

    @Test
    void closingAnIdleDispatcherWaitsForNobody() {
        exclusive(a).release();

        assertThat(dispatcher.close(LONG)).isEqualTo(NOTHING);
    }

    /** Without a deadline of its own, close has the one that is documented. */
    @Test
    void ownersThatGiveBackInTimeHaveCompleted() throws Exception {
        Job owner = exclusive(a);
        Job waiting = exclusive(a);
        CompletableFuture<Ending> cancelled = waiting.whenEnded().toCompletableFuture();
        try (Race race = new Race(2)) {
            race.run(
                    () -> {
                        dispatcher.close();
                        return true;
                    },
                    () -> {
                        cancelled.get();
                        return owner.release();
                    });
        }
        assertThat(owner.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(waiting.outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void interruptEndsTheWaitEarlyAndIsKept() {
        Job owner = exclusive(a);
        Job waiting = exclusive(a);
        Thread.currentThread().interrupt();

        Closed closed = dispatcher.close(LONG);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(closed).isEqualTo(new Closed(List.of(waiting), List.of(owner)));
    }

    @Test
    @Tag("S18")
    void closingFromInsideACallbackTellsNobodyBehind() {
        List<Closed> report = new ArrayList<>();
        Job owner = exclusive(a);
        Job closing = dispatcher.submit(
                AccessSet.shared(a), job -> report.add(dispatcher.close(Duration.ofNanos(1))));
        Job beside = dispatcher.submit(AccessSet.shared(a), client);
        Job behind = exclusive(a);

        owner.release();

        assertThat(report).hasSize(1);
        assertThat(report.get(0).cancelled()).containsExactly(behind);
        assertThat(report.get(0).abandoned()).containsExactlyInAnyOrder(closing, beside);
        assertThat(client.jobs()).containsExactly(owner);
    }

    @Test
    void watchesEndCancelled() {
        exclusive(a);
        CompletableFuture<Void> watch =
                dispatcher.whenReady(a, AccessMode.SHARED).toCompletableFuture();

        dispatcher.close(Duration.ZERO);

        assertThatThrownBy(watch::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void blockedAcquireEndsCancelled() throws Exception {
        Job owner = exclusive(a);
        try (Race race = new Race(2)) {
            Object ended = race.run(
                            () -> {
                                try {
                                    return dispatcher.acquire(AccessSet.exclusive(a), LONG);
                                } catch (CancellationException | RefusedException cancelled) {
                                    return cancelled;
                                }
                            },
                            () -> dispatcher.close(Duration.ZERO))
                    .get(0);

            assertThat(ended).isInstanceOf(RuntimeException.class);
        }
        assertThat(owner.outcome()).isEqualTo(Outcome.ABANDONED);
    }

    @Test
    void closingOfAQueueThatStillWaitsEndsToo() {
        Job owner = exclusive(a);
        Job closing = dispatcher.close(a);

        Closed closed = dispatcher.close(Duration.ZERO);

        assertThat(closed.cancelled()).containsExactly(closing);
        assertThat(owner.outcome()).isEqualTo(Outcome.ABANDONED);
    }
}
