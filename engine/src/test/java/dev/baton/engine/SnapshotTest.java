package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Snapshot.Phase;
import dev.baton.engine.Snapshot.QueueState;
import dev.baton.engine.Snapshot.State;
import dev.baton.fence.FenceSource;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/** What a snapshot shows of queues and jobs, and what it must not. */
@Tag("S2")
class SnapshotTest {
    private static final Client KEEPS = job -> {};

    private final VirtualTimers timers = new VirtualTimers();
    private final HookedTimers hooked = new HookedTimers(timers);
    private final Dispatcher dispatcher = new Dispatcher(null, hooked);
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");

    /** Does something when the time is asked for the so many-th time. */
    private static final class HookedTimers implements Timers {
        private final Timers timers;
        private Runnable hook = () -> {};
        private int calls;

        HookedTimers(Timers timers) {
            this.timers = timers;
        }

        void atCall(int call, Runnable action) {
            calls = 0;
            hook = () -> {
                if (++calls == call) {
                    action.run();
                }
            };
        }

        @Override
        public long nowNanos() {
            hook.run();
            return timers.nowNanos();
        }

        @Override
        public Timer at(long atNanos, Runnable task) {
            return timers.at(atNanos, task);
        }
    }

    private Job writes(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), KEEPS);
    }

    private Job reads(SyncQueue... queues) {
        return dispatcher.submit(AccessSet.shared(queues), KEEPS);
    }

    private QueueState state(SyncQueue queue) {
        return dispatcher.snapshot().queues().stream()
                .filter(state -> state.id() == queue.id())
                .findFirst()
                .orElseThrow();
    }

    private static List<Job> jobs(List<Snapshot.Node> nodes) {
        return nodes.stream().map(Snapshot.Node::job).toList();
    }

    @Test
    void queueIsIdleSharedOrExclusiveWithWaitersInOrder() {
        Job first = reads(a);
        Job second = reads(a, b);
        Job writer = writes(a);
        Job last = reads(a);
        assertThat(state(a).state()).isEqualTo(State.SHARED);
        assertThat(jobs(state(a).owners())).containsExactly(first, second);
        assertThat(jobs(state(a).waiters())).containsExactly(writer, last);
        assertThat(jobs(state(b).owners())).containsExactly(second);
        second.release();
        first.release();
        assertThat(state(a).state()).isEqualTo(State.EXCLUSIVE);
        assertThat(jobs(state(a).owners())).containsExactly(writer);
        assertThat(state(b).state()).isEqualTo(State.IDLE);
        writer.downgrade(a);
        assertThat(state(a).state()).isEqualTo(State.SHARED);
        assertThat(jobs(state(a).owners())).containsExactly(writer, last);
    }

    @Test
    @Tag("S5")
    void accessThatEndedByItselfIsNoOwnerAnyMore() {
        Job writer = writes(a, b);
        Job next = writes(a);
        writer.release(a);
        assertThat(jobs(state(a).owners())).containsExactly(next);
        assertThat(jobs(state(b).owners())).containsExactly(writer);
        next.release();
        writer.release();
        Job first = reads(a);
        Job second = reads(a, b);
        second.release(a);
        assertThat(jobs(state(a).owners())).containsExactly(first);
        assertThat(jobs(state(b).owners())).containsExactly(second);
    }

    @Test
    void watchesAndCancelledJobsAreNoWaiters() {
        writes(a);
        dispatcher.exportFence(a, AccessMode.EXCLUSIVE);
        writes(a).cancel();
        assertThat(state(a).waiters()).isEmpty();
    }

    @Test
    void closedAndPoisonedQueuesAreShown() {
        RuntimeException hung = new IllegalStateException("hung");
        writes(a).fail(hung);
        writes(b);
        dispatcher.close(b);
        assertThat(state(a).poison()).isSameAs(hung);
        assertThat(state(a).closed()).isFalse();
        assertThat(state(b).closed()).isTrue();
        assertThat(dispatcher.snapshot().describe())
                .contains("queue a: IDLE, poisoned by java.lang.IllegalStateException: hung\n")
                .contains(
                        "queue b: EXCLUSIVE by [job #1 (client)], waiting [job #2 (closing)], closed\n")
                .contains("job #2 (closing) waits for queue b (exclusive) behind job #1 (client);");
    }

    @Test
    void jobsAreShownWithPhaseAgesAndOptions() {
        timers.advanceTo(1_000);
        JobOptions timed = JobOptions.DEFAULT.deadline(9_000);
        dispatcher.submit(
                AccessSet.exclusive(a), KEEPS, null, timed.hold(java.time.Duration.ofMillis(50)));
        timers.advanceTo(2_000);
        FenceSource source = new FenceSource("source");
        JobOptions gated = timed.gate(Gate.beforePlacing(source.fence()));
        Job unplaced = dispatcher.submit(AccessSet.exclusive(a), KEEPS, null, gated);
        reads(a);
        Snapshot now = dispatcher.snapshot();
        assertThat(now.jobs())
                .extracting(Snapshot.JobState::phase)
                .containsExactly(Phase.GRANTED, Phase.WAITING, Phase.GATED);
        assertThat(now.jobs())
                .extracting(Snapshot.JobState::submittedNanos)
                .containsExactly(1_000L, Snapshot.UNKNOWN_NANOS, 2_000L);
        assertThat(now.jobs())
                .extracting(Snapshot.JobState::ownedNanos)
                .containsExactly(1_000L, Snapshot.UNKNOWN_NANOS, Snapshot.UNKNOWN_NANOS);
        assertThat(now.jobs().get(2).options()).isEqualTo(unplaced.options());
        assertThat(now.nanos()).isEqualTo(2_000);
    }

    @Test
    void everyJobThatIsNotOverWaitsForSomething() {
        writes(a);
        reads(a, b);
        writes(b);
        Snapshot now = dispatcher.snapshot();
        assertThat(now.links())
                .extracting(Snapshot.Link::waiter)
                .containsAll(now.jobs().stream().map(Snapshot.JobState::node).toList());
    }

    @Test
    void waitThatEndsWhileItIsReadIsNotShown() {
        Job holder = writes(a, b);
        Job waiter = writes(a);
        hooked.atCall(2, holder::release);
        Snapshot now = dispatcher.snapshot();
        assertThat(now.links())
                .extracting(Snapshot.Link::kind)
                .containsExactly(Snapshot.Kind.GRANT);
        assertThat(now.jobs()).extracting(state -> state.node().job()).containsExactly(waiter);
    }

    @Test
    void whatIsDowngradedOrSignaledWhileItIsReadIsNotShown() {
        Job holder = writes(a);
        reads(a);
        hooked.atCall(2, () -> holder.downgrade(a));
        assertThat(dispatcher.snapshot().links())
                .extracting(Snapshot.Link::kind)
                .containsExactlyInAnyOrder(Snapshot.Kind.OWNER, Snapshot.Kind.GRANT);
        FenceSource source = new FenceSource("source");
        JobOptions gated = JobOptions.DEFAULT.gate(Gate.beforePlacing(source.fence()));
        dispatcher.submit(AccessSet.exclusive(b), KEEPS, null, gated);
        hooked.atCall(2, source::signal);
        assertThat(dispatcher.snapshot().links())
                .extracting(Snapshot.Link::kind)
                .doesNotContain(Snapshot.Kind.GATE);
    }

    @Test
    void whatIsCancelledWhileItIsReadIsNotShown() {
        Job holder = writes(a);
        Job waiter = writes(a);
        hooked.atCall(2, waiter::cancel);
        Snapshot now = dispatcher.snapshot();
        assertThat(now.jobs()).extracting(state -> state.node().job()).containsExactly(holder);
        assertThat(now.links()).hasSize(1);
    }

    @Test
    void snapshotDoesNotChange() {
        writes(a);
        Snapshot now = dispatcher.snapshot();
        assertThatThrownBy(() -> now.queues().get(0).owners().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> now.links().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void readersOfALongQueueAreLinkedOnceEach() {
        int readers = 100_000;
        writes(a);
        for (int i = 0; i < readers; i++) {
            reads(a);
        }
        writes(a);
        assertThat(dispatcher.snapshot().links()).hasSize(2 * readers + 2);
    }
}
