package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

/** Grants kept for another thread (S18). */
@Timeout(60)
@Tag("S18")
class InboxTest {
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
        int rounds = 20_000;
        int[] plain = new int[1];
        Inbox[] inboxes = {new Inbox("one"), new Inbox("other")};
        try (Race race = new Race(2)) {
            race.run(
                    () -> count(inboxes[0], rounds, plain), () -> count(inboxes[1], rounds, plain));
        }
        assertThat(plain[0]).isEqualTo(2 * rounds);
    }

    private Object count(Inbox own, int rounds, int[] plain) {
        AccessSet set = AccessSet.exclusive(a);
        for (int round = 0; round < rounds; round++) {
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
