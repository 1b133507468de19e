package dev.baton.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.CancelReason;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

final class EventHashTest {
    private static String hash(Event... events) {
        EventHash hash = new EventHash();
        for (Event event : events) {
            hash.on(event);
        }
        return hash.hex();
    }

    private static Event submitted(long job, String client, AccessMode mode, long... predecessors) {
        List<Event.SubmittedAccess> accesses = new ArrayList<>();
        for (long predecessor : predecessors) {
            long queue = accesses.size() + 1;
            accesses.add(new Event.SubmittedAccess(queue, "queue", mode, predecessor));
        }
        return new Event.Submitted(0, job, client, accesses, false);
    }

    private static String hashOfARun() {
        EventHash hash = new EventHash();
        Dispatcher dispatcher = new Dispatcher(new EventStream(() -> 7, hash));
        SyncQueue front = new SyncQueue("front");
        SyncQueue back = new SyncQueue("back");
        Job first = dispatcher.submit(AccessSet.exclusive(front, back), job -> {});
        Job second = dispatcher.submit(AccessSet.shared(back), job -> {});
        dispatcher.submit(AccessSet.shared(back, front), job -> {});
        second.cancel();
        first.release();
        return hash.hex();
    }

    @Test
    void twoEqualRunsHaveOneHashThoughTheirQueuesHaveOtherIds() {
        new Dispatcher().submit(AccessSet.exclusive(new SyncQueue("between")), job -> {});
        // The client's name of a lambda is its class's; that is the same for both runs.
        assertThat(hashOfARun()).isEqualTo(hashOfARun()).matches("[0-9a-f]{64}");
    }

    @Test
    void idsOfJobsEnterAsDistances() {
        assertThat(hash(
                        submitted(5, "gpu", AccessMode.SHARED, 0),
                        submitted(7, "gpu", AccessMode.SHARED, 5),
                        new Event.Cancelled(0, 7, CancelReason.CALLER)))
                .isEqualTo(hash(
                        submitted(50, "gpu", AccessMode.SHARED, 0),
                        submitted(52, "gpu", AccessMode.SHARED, 50),
                        new Event.Cancelled(0, 52, CancelReason.CALLER)));
    }

    @Test
    void noTwoDifferentRunsHereHaveOneHash() {
        Event job = submitted(5, "gpu", AccessMode.SHARED, 0);
        assertThat(List.of(
                        hash(),
                        hash(job),
                        hash(submitted(5, "cpu", AccessMode.SHARED, 0)),
                        hash(submitted(5, "gpu", AccessMode.EXCLUSIVE, 0)),
                        hash(submitted(5, "gpu", AccessMode.SHARED, 0, 0)),
                        hash(job, submitted(6, "gpu", AccessMode.SHARED, 5)),
                        hash(job, submitted(6, "gpu", AccessMode.SHARED, 0)),
                        hash(job, new Event.Available(0, 5, 1)),
                        hash(job, new Event.AccessReleased(0, 5, 1)),
                        hash(job, new Event.Granted(0, 5)),
                        hash(job, new Event.Granted(1, 5)),
                        hash(job, new Event.Released(0, 5)),
                        hash(job, new Event.TimedOut(0, 5)),
                        hash(job, new Event.Failed(0, 5, "no film")),
                        hash(job, new Event.Failed(0, 5, "no power"))))
                .doesNotHaveDuplicates();
    }

    @Test
    void readingTheHashDoesNotEndIt() {
        Event job = submitted(1, "gpu", AccessMode.SHARED, 0);
        EventHash hash = new EventHash();
        hash.on(job);
        assertThat(hash.hex()).isEqualTo(hash.hex()).isEqualTo(hash(job));
        hash.on(new Event.Granted(0, 1));
        assertThat(hash.hex()).isEqualTo(hash(job, new Event.Granted(0, 1)));
    }

    @Test
    void textsOfAnyLengthEnterWhole() {
        String cause = "x".repeat(100_000);
        assertThat(hash(new Event.Failed(0, 1, cause + "1")))
                .isNotEqualTo(hash(new Event.Failed(0, 1, cause + "2")));
    }
}
