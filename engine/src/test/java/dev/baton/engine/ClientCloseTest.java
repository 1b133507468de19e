package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The end of everything that one client was accepted with (S17). */
@Tag("S17")
@Timeout(120)
class ClientCloseTest {
    private static final Ending CLOSED =
            new Ending(Outcome.CANCELLED, CancelReason.CLIENT_CLOSED, null);
    private static final Duration LONG = Duration.ofSeconds(100);

    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog other = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final List<Job> fencedOff = new ArrayList<>();
    private final Device device = new Device("camera", fencedOff);

    private Job exclusive(Client client, SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), client);
    }

    @Test
    void waitingJobsAreCancelledAtOnce() {
        Job owner = exclusive(other, a, b);
        Job first = exclusive(device, a);
        Job second = exclusive(device, a, b);
        Job behind = exclusive(other, a, b);

        Closed closed = dispatcher.close(device, LONG);

        assertThat(closed.cancelled()).containsExactlyInAnyOrder(first, second);
        assertThat(closed.abandoned()).isEmpty();
        assertThat(first.ending()).isEqualTo(CLOSED);
        assertThat(second.ending()).isEqualTo(CLOSED);
        assertThat(fencedOff).isEmpty();
        owner.release();
        assertThat(behind.isGranted()).isTrue();
    }

    @Test
    @Tag("S15")
    void ownerThatDoesNotGiveBackIsFencedOffAndItsBufferGoesOnPoisoned() {
        Job owner = exclusive(device, a);
        Job behind = exclusive(other, a);

        Closed closed = dispatcher.close(device, Duration.ZERO);

        assertThat(closed.abandoned()).containsExactly(owner);
        assertThat(closed.cancelled()).isEmpty();
        assertThat(owner.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(fencedOff).containsExactly(owner);
        assertThat(behind.isGranted()).isTrue();
        assertThat(behind.poison()).isSameAs(owner.cause()).isNotNull();
        assertThat(owner.release()).isFalse();
    }

    /** The release comes while the closing waits: it has begun when submits are refused. */
    @Test
    void ownerThatGivesBackInTimeHasCompleted() throws Exception {
        Job owner = exclusive(device, a);
        try (Race race = new Race(2)) {
            Object closed = race.run(() -> dispatcher.close(device, LONG), () -> {
                        awaitClosing();
                        return owner.release();
                    })
                    .get(0);

            assertThat(((Closed) closed).abandoned()).isEmpty();
        }
        assertThat(owner.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(fencedOff).isEmpty();
        assertThat(a.poison()).isNull();
    }

    private void awaitClosing() {
        try {
            while (true) {
                dispatcher.submit(AccessSet.empty(), device).release();
                Thread.onSpinWait();
            }
        } catch (RefusedException closed) {
            assertThat(closed.rule()).isEqualTo("S17");
        }
    }

    @Test
    void laterSubmitsAreRefusedAndTakeNoPlace() {
        dispatcher.close(device, Duration.ZERO);

        assertThatThrownBy(() -> exclusive(device, a))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.rule()).isEqualTo("S17"));
        assertThat(a.tailAcquire()).isNull();
        assertThat(exclusive(other, a).isGranted()).isTrue();
    }

    /** Two cameras of one name and equal to each other are two cameras. */
    @Test
    void onlyTheVeryClientIsClosed() {
        Device twin = new Device("camera", fencedOff);
        assertThat(twin).isEqualTo(device);
        Job owned = exclusive(twin, a);
        Job waiting = exclusive(twin, a);

        Closed closed = dispatcher.close(device, Duration.ZERO);

        assertThat(closed).isEqualTo(new Closed(List.of(), List.of()));
        assertThat(owned.isGranted()).isTrue();
        assertThat(waiting.ending()).isNull();
        assertThat(exclusive(twin, b).isGranted()).isTrue();
    }

    @Test
    void closingAgainFindsNothingAndKeepsNothing() {
        exclusive(device, a);
        dispatcher.close(device, Duration.ZERO);

        assertThat(dispatcher.close(device, LONG)).isEqualTo(new Closed(List.of(), List.of()));
        assertThat(fencedOff).hasSize(1);
        ClosedClients once = ClosedClients.with(null, device);
        assertThat(ClosedClients.with(once, device).some()).hasSize(1);
    }

    @Test
    void jobsInNoQueueAreFoundAsWell() {
        Job empty = dispatcher.submit(AccessSet.empty(), device);
        Job unordered = dispatcher.submit(Queues.set(AccessMode.UNORDERED, a), device);
        Job ended = dispatcher.submit(AccessSet.empty(), device);
        ended.release();

        Closed closed = dispatcher.close(device, Duration.ZERO);

        assertThat(closed.abandoned()).containsExactlyInAnyOrder(empty, unordered);
        assertThat(ended.outcome()).isEqualTo(Outcome.COMPLETED);
    }

    /** Readers that ended, cancelled jobs and a job far ahead do not hide what stands between. */
    @Test
    void jobsAnywhereInAQueueAreFound() {
        Job longest = dispatcher.submit(AccessSet.shared(a), device);
        Job ended = dispatcher.submit(AccessSet.shared(a), device);
        Job reader = dispatcher.submit(AccessSet.shared(a), device);
        Job cancelled = exclusive(other, a);
        Job behind = dispatcher.submit(AccessSet.shared(a), device);
        ended.release();
        cancelled.cancel();

        Closed closed = dispatcher.close(device, Duration.ZERO);

        assertThat(closed.abandoned()).containsExactlyInAnyOrder(longest, reader, behind);
        assertThat(exclusive(other, a).poison()).isNull();
    }

    @Test
    @Tag("S6")
    void eagerClientThatOwnsPartOfAWaitingJobIsFencedOff() {
        Job owner = exclusive(other, b);
        EagerLog eager = new EagerLog();
        Job job = exclusive(eager, a, b);

        Closed closed = dispatcher.close(eager, LONG);

        assertThat(closed.cancelled()).containsExactly(job);
        assertThat(eager.told()).containsExactly("available a", "fenced off");
        assertThat(exclusive(other, a).isGranted()).isTrue();
        assertThat(owner.isGranted()).isTrue();
    }

    /** Its own job cannot be given back while the callback that closes runs. */
    @Test
    @Tag("S18")
    void clientMayCloseItselfFromInsideACallback() {
        List<Closed> report = new ArrayList<>();
        Client suicidal = new Client() {
            @Override
            public void granted(Job job) {
                report.add(dispatcher.close(this, Duration.ofNanos(1)));
            }
        };
        Job job = exclusive(suicidal, a);

        assertThat(report).containsExactly(new Closed(List.of(), List.of(job)));
        assertThat(job.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(exclusive(other, a).isGranted()).isTrue();
    }

    /** Equal to every device of its name. */
    private record Device(String name, List<Job> fencedOff) implements Client {
        @Override
        public void granted(Job job) {}

        @Override
        public void fenceOff(Job job) {
            fencedOff.add(job);
        }
    }
}
