package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Grants kept for another thread (S18). */
@Timeout(60)
@Tag("S18")
class InboxTest {
    private static final int ROUNDS_MAX = 20_000;
    private static final long COUNTING_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Dispatcher dispatcher = new Dispatcher();
    private final Inbox inbox = new Inbox("display");
    private final SyncQueue a = new SyncQueue("a");

    @Test
    void grantWaitsUntilItIsFetched() {
        Job job = dispatcher.submit(AccessSet.exclusive(a), inbox);

        assertThat(job.isGranted()).isTrue();
        assertThat(inbox.poll()).isSameAs(job);
        assertThat(inbox.poll()).isNull();
    }

    @Test
    void grantsAreFetchedInTheOrderOfTheirQueue() {
        Job writer = dispatcher.submit(AccessSet.exclusive(a), inbox);
        List<Job> readers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            readers.add(dispatcher.submit(AccessSet.shared(a), inbox));
        }
        inbox.poll();
        writer.release();
        List<Job> fetched = new ArrayList<>();

        assertThat(inbox.drain(fetched::add)).isEqualTo(10);
        assertThat(fetched).isEqualTo(readers);
    }

    @Test
    void inboxNamesItsClient() {
        assertThat(inbox.name()).isEqualTo("display");
        assertThat(dispatcher.submit(AccessSet.empty(), inbox).client()).isSameAs(inbox);
    }

    /** Each job's work is plain; only its grant and release order it. */
    @Test
    void workBeforeAReleaseIsSeenAfterThePoll() throws Exception {
        int[] plain = new int[1];
        Inbox[] inboxes = {new Inbox("one"), new Inbox("other")};
        try (Race race = new Race(2)) {
            List<Integer> rounds =
                    race.run(() -> count(inboxes[0], plain), () -> count(inboxes[1], plain));
            assertThat(plain[0]).isEqualTo(rounds.get(0) + rounds.get(1));
        }
    }

    /** As often as the time allows: on one busy processor each hand-over is a switch of threads. */
    private int count(Inbox own, int[] plain) {
        AccessSet set = AccessSet.exclusive(a);
        long end = System.nanoTime() + COUNTING_NANOS;
        int rounds = 0;
        for (; rounds < ROUNDS_MAX && System.nanoTime() < end; rounds++) {
            dispatcher.submit(set, own);
            Job job = own.poll();
            while (job == null) {
                Thread.yield();
                job = own.poll();
            }
            plain[0]++;
            job.release();
        }
        return rounds;
    }
}
