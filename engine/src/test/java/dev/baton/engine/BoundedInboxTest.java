package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** An inbox that holds so many jobs and no more: the next one fails, and nobody else (S18). */
@Tag("S18")
class BoundedInboxTest {
    private final Dispatcher dispatcher = new Dispatcher();
    private final GrantLog client = new GrantLog();
    private final SyncQueue a = new SyncQueue("a");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 100})
    void oneMoreThanItHoldsFails(int jobsMax) {
        Inbox inbox = new Inbox("display", jobsMax);
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i <= jobsMax; i++) {
            jobs.add(dispatcher.submit(AccessSet.shared(a), inbox));
        }
        Job rejected = jobs.remove(jobsMax);

        assertThat(jobs).allMatch(Job::isGranted);
        assertThat(rejected.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(rejected.cause())
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("display");
        List<Job> fetched = new ArrayList<>();
        assertThat(inbox.drain(fetched::add)).isEqualTo(jobsMax);
        assertThat(fetched).isEqualTo(jobs);
    }

    @Test
    void fetchingMakesRoom() {
        Inbox inbox = new Inbox("display", 1);
        for (int i = 0; i < 10; i++) {
            Job job = dispatcher.submit(AccessSet.shared(a), inbox);
            assertThat(job.isGranted()).isTrue();
            assertThat(inbox.poll()).isSameAs(job);
        }
    }

    @Test
    void othersThatTheSameReleaseLetsGoAreUnaffected() {
        Inbox inbox = new Inbox("display", 1);
        Job owner = dispatcher.submit(AccessSet.exclusive(a), client);
        Job first = dispatcher.submit(AccessSet.shared(a), inbox);
        Job rejected = dispatcher.submit(AccessSet.shared(a), inbox);
        Job beside = dispatcher.submit(AccessSet.shared(a), client);
        Job behind = dispatcher.submit(AccessSet.exclusive(a), client);

        assertThat(owner.release()).isTrue();

        assertThat(first.isGranted()).isTrue();
        assertThat(rejected.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(client.jobs()).containsExactly(owner, beside);
        first.release();
        beside.release();
        assertThat(behind.isGranted()).isTrue();
    }

    @Test
    void inboxForNothingIsRefused() {
        for (int jobsMax : new int[] {0, -1}) {
            assertThatThrownBy(() -> new Inbox("display", jobsMax))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
