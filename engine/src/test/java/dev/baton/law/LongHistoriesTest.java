package dev.baton.law;

import static dev.baton.law.Story.exclusive;
import static dev.baton.law.Story.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

/** Neither memory nor stack grows with what is over. */
final class LongHistoriesTest {
    private static final int JOBS = 100_000;

    @Test
    void memoryIsBoundedByLiveJobsAndQueues() {
        Laws laws = Laws.all();
        SequentialDispatcher dispatcher = new SequentialDispatcher(new Random(1), 8, laws);
        int most = 0;
        for (int job = 0; job < JOBS; job++) {
            dispatcher.step(16, 4);
            most = Math.max(most, laws.remembered());
        }
        assertThat(most).isLessThanOrEqualTo(16 + 8);
        dispatcher.drain();
        laws.end();
        assertThat(laws.broken()).isZero();
        assertThat(laws.remembered()).isLessThanOrEqualTo(8);
    }

    @Test
    void readersThatEndBehindALongReaderAreForgotten() {
        Story story = new Story().openEnded(1, shared("A", 0)).owns(1, "A");
        for (long job = 2; job <= JOBS; job++) {
            story.submitted(job, shared("A", job - 1)).owns(job, "A").released(job);
            assertThat(story.laws.remembered()).isLessThanOrEqualTo(2);
        }
        story.submitted(JOBS + 1, exclusive("A", JOBS)).available(JOBS + 1, "A");
        assertThat(story.broken())
                .contains("queue-order: job 100001 (camera) got queue A (exclusive) before job 1"
                        + " (display) (shared), which stands before it, was over");
    }

    @Test
    void aLongQueueOfWaitersNeedsNoStack() {
        Story story = new Story();
        for (long job = 1; job <= JOBS; job++) {
            story.submitted(job, exclusive("A", job - 1), shared("B", job - 1));
            story.available(job, "B");
        }
        for (long job = 1; job <= JOBS; job++) {
            story.owns(job, "A").released(job);
        }
        assertThat(story.atTheEnd()).isEmpty();
        assertThat(story.laws.remembered()).isEqualTo(1);
    }

    @Test
    void aLongQueueThatIsCancelledFromItsEndPassesAtOnce() {
        Story story = new Story();
        for (long job = 1; job <= JOBS; job++) {
            story.submitted(job, exclusive("A", job - 1));
        }
        story.owns(1, "A");
        for (long job = JOBS; job > 1; job--) {
            story.cancelled(job);
        }
        story.released(1);
        assertThat(story.atTheEnd()).isEmpty();
        assertThat(story.laws.remembered()).isEqualTo(1);
    }

    @Test
    void aLongQueueToldFromItsEndSettlesAtOnce() {
        Story story = new Story();
        for (long job = JOBS; job > 0; job--) {
            story.submitted(job, shared("A", job - 1), shared("B", job - 1));
            story.owns(job, "A", "B").released(job);
        }
        assertThat(story.atTheEnd()).isEmpty();
        assertThat(story.laws.remembered()).isEqualTo(1);
    }

    @Test
    void aLongQueueThatIsLeftWaitingIsNamedInBoundedWords() {
        Story story = new Story();
        for (long job = 1; job <= JOBS; job++) {
            story.submitted(job, exclusive("A", job - 1));
        }
        story.owns(1, "A");
        assertThat(story.atTheEnd()).hasSize(Violations.KEPT_MAX).allMatch(w -> w.length() < 2000);
        assertThat(story.laws.broken()).isEqualTo(JOBS);
    }
}
