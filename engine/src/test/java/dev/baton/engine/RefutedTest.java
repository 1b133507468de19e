package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** What a reading of the core has refuted once, each as small as it was found. */
class RefutedTest {
    private final VirtualTimers timers = new VirtualTimers();
    private final Dispatcher dispatcher = new Dispatcher(null, timers);
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final List<String> told = new ArrayList<>();

    @Test
    @Tag("S14")
    void mostAccessesAndATimeAreCountedApart() {
        AccessSet most = AccessSet.exclusive(Queues.of(AccessSet.ACCESSES_MAX));
        Job owner = dispatcher.submit(most, job -> {});
        Job timed = dispatcher.submit(most, job -> {}, null, JobOptions.DEFAULT.notBefore(10));
        Job behind = dispatcher.submit(most, job -> {});

        assertThat(timed.cancel()).isTrue();
        assertThat(timed.outcome()).isEqualTo(Outcome.CANCELLED);
        owner.release();
        assertThat(behind.isGranted()).isTrue();
    }

    @Test
    @Tag("S1")
    void refusedSetJoinsNoneOfItsQueuesToTheDispatcher() {
        new Dispatcher().submit(AccessSet.exclusive(b), Job::release);
        assertThatThrownBy(() -> dispatcher.submit(AccessSet.exclusive(a, b), Job::release))
                .isInstanceOf(RefusedException.class);
        assertThat(a.home()).isNull();
    }

    @Test
    @Tag("S18")
    void fullInboxBehindAnExecutorFailsItsJob() {
        Client inbox = Client.on(Runnable::run, new Inbox("inbox", 1));
        dispatcher.submit(AccessSet.exclusive(a), inbox);
        Job second = dispatcher.submit(AccessSet.exclusive(b), inbox);
        assertThat(second.cause()).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    @Tag("S18")
    void readerAheadOfAnEagerOneIsToldFirst() {
        Job owner = dispatcher.submit(AccessSet.exclusive(a), job -> {});
        dispatcher.submit(AccessSet.shared(a), job -> told.add("reader"));
        dispatcher.submit(AccessSet.shared(a), new Eager());
        owner.release();
        assertThat(told).containsExactly("reader", "notice", "eager");
    }

    @Test
    @Tag("S18")
    void readersBehindTheLastAccessOfAJobAreToldInOrderThoughItsEndIsAskedFor() {
        Job owner = dispatcher.submit(AccessSet.exclusive(a), job -> {});
        owner.whenEnded();
        for (String name : List.of("one", "two", "three")) {
            dispatcher.submit(AccessSet.shared(a), job -> told.add(name));
        }
        owner.release(a);
        assertThat(told).containsExactly("one", "two", "three");
    }

    @Test
    @Tag("S17")
    void jobThatHasGivenAllBackAndWaitsForItsTimeIsClosedToo() {
        Job job = dispatcher.submit(
                AccessSet.exclusive(a), new Eager(), null, JobOptions.DEFAULT.notBefore(10));
        job.release(a);
        dispatcher.submit(AccessSet.exclusive(a), Job::release);

        assertThat(dispatcher.close(Duration.ZERO).cancelled()).containsExactly(job);
    }

    @Test
    @Tag("S16")
    void ownershipClosedAfterARevocationIsLate() throws Exception {
        Ownership owned = dispatcher.acquire(AccessSet.exclusive(a), Duration.ZERO);
        dispatcher.close(Duration.ZERO);
        owned.close();
        owned.close();
        assertThat(dispatcher.lateReleases()).isEqualTo(1);
    }

    @Test
    @Tag("S17")
    void closedDispatcherTellsOfNoReadiness() {
        dispatcher.close(Duration.ZERO);
        assertThatThrownBy(() -> dispatcher.whenReady(a, AccessMode.SHARED))
                .isInstanceOf(RefusedException.class);
    }

    private final class Eager implements EagerClient {
        @Override
        public void onAvailable(Job job, SyncQueue queue) {
            told.add("notice");
        }

        @Override
        public void granted(Job job) {
            told.add("eager");
        }
    }
}
