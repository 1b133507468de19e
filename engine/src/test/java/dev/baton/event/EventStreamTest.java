package dev.baton.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.CancelReason;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.JobOptions;
import dev.baton.engine.Succession;
import dev.baton.engine.SyncQueue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

final class EventStreamTest {
    /** A client that leaves its jobs to the test. */
    private static final Client GPU = new Client() {
        @Override
        public void granted(Job job) {}

        @Override
        public String name() {
            return "gpu";
        }
    };

    private final List<Event> events = new ArrayList<>();
    private long nanos;
    private final Dispatcher dispatcher =
            new Dispatcher(new EventStream(() -> ++nanos, events::add));
    private final SyncQueue front = new SyncQueue("front");
    private final SyncQueue back = new SyncQueue("back");

    private static Event.SubmittedAccess access(
            SyncQueue queue, AccessMode mode, long predecessor) {
        return new Event.SubmittedAccess(queue.id(), queue.name(), mode, predecessor);
    }

    @Test
    void aJobsLifeIsToldInOrderAndStamped() {
        Job job = dispatcher.submit(AccessSet.exclusive(front, back), GPU);
        job.release(back);
        job.release();
        assertThat(events)
                .containsExactly(
                        new Event.Submitted(
                                1,
                                1,
                                "gpu",
                                List.of(
                                        access(front, AccessMode.EXCLUSIVE, 0),
                                        access(back, AccessMode.EXCLUSIVE, 0)),
                                false),
                        new Event.Available(2, 1, front.id()),
                        new Event.Available(3, 1, back.id()),
                        new Event.Granted(4, 1),
                        new Event.AccessReleased(5, 1, back.id()),
                        new Event.Released(6, 1));
    }

    @Test
    void predecessorsSkipUnorderedAccesses() {
        dispatcher.submit(AccessSet.exclusive(front, back), GPU);
        dispatcher.submit(AccessSet.builder().unordered(front).shared(back).build(), GPU);
        assertThat(events)
                .last()
                .isEqualTo(new Event.Submitted(
                        5,
                        2,
                        "gpu",
                        List.of(
                                access(front, AccessMode.UNORDERED, 0),
                                access(back, AccessMode.SHARED, 1)),
                        false));
    }

    @Test
    void everyEndIsToldAsItsKind() {
        Job failing = dispatcher.submit(AccessSet.exclusive(front), GPU);
        Job cancelled = dispatcher.submit(AccessSet.exclusive(front), GPU);
        events.clear();
        cancelled.cancel();
        failing.fail(new IllegalStateException("no film"));
        assertThat(events)
                .containsExactly(
                        new Event.Cancelled(5, 2, CancelReason.CALLER),
                        new Event.Failed(6, 1, "java.lang.IllegalStateException: no film"));
    }

    @Test
    void openEndedJobsAreToldAsSuch() {
        dispatcher.submit(
                AccessSet.shared(front),
                GPU,
                null,
                JobOptions.DEFAULT.openEnded(new Succession("the next flip")));
        assertThat(events)
                .first()
                .isInstanceOfSatisfying(
                        Event.Submitted.class,
                        event -> assertThat(event.openEnded()).isTrue());
    }
}
