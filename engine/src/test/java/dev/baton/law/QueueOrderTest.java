package dev.baton.law;

import static dev.baton.law.Story.exclusive;
import static dev.baton.law.Story.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class QueueOrderTest {
    @Test
    void aReaderThatOvertakesAWaitingWriterIsNamed() {
        Story story = new Story()
                .submitted(1, shared("A", 0))
                .owns(1, "A")
                .submitted(2, exclusive("A", 1))
                .submitted(3, shared("A", 2))
                .owns(3, "A");
        assertThat(story.broken())
                .containsExactly("queue-order: job 3 (display) got queue A (shared) before job 2"
                        + " (camera) (exclusive), which stands before it, was over");
    }

    @Test
    void aReaderThatWaitsForTheWriterIsFine() {
        Story story = new Story()
                .submitted(1, shared("A", 0))
                .owns(1, "A")
                .submitted(2, exclusive("A", 1))
                .submitted(3, shared("A", 2))
                .released(1)
                .owns(2, "A")
                .released(2)
                .owns(3, "A")
                .released(3);
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void aWriterThatOvertakesAWriterIsNamedEvenIfTheyNeverOwnTogether() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0), exclusive("B", 0))
                .submitted(2, exclusive("A", 1))
                .owns(2, "A");
        assertThat(story.broken())
                .containsExactly("queue-order: job 2 (camera) got queue A (exclusive) before job 1"
                        + " (gpu) (exclusive), which stands before it, was over");
    }

    @Test
    void aCancelledWriterLetsReadersThrough() {
        Story story = new Story()
                .submitted(1, shared("A", 0))
                .owns(1, "A")
                .submitted(2, exclusive("A", 1))
                .submitted(3, shared("A", 2))
                .cancelled(2)
                .owns(3, "A")
                .released(3, 1);
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void aCancelledWriterLetsNoWriterPastAReader() {
        Story story = new Story()
                .submitted(1, shared("A", 0))
                .owns(1, "A")
                .submitted(2, exclusive("A", 1))
                .submitted(3, exclusive("A", 2))
                .cancelled(2)
                .available(3, "A");
        assertThat(story.broken())
                .contains("queue-order: job 3 (display) got queue A (exclusive) before job 1 (gpu)"
                        + " (shared), which stands before it, was over");
    }

    @Test
    void aSuccessorsWholeLifeMayBeToldBeforeItsPredecessorIs() {
        Story story = new Story()
                .submitted(2, shared("A", 1))
                .owns(2, "A")
                .released(2)
                .submitted(1, shared("A", 0))
                .owns(1, "A")
                .released(1);
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void anOvertakingIsFoundWhenTheLateSubmissionIsTold() {
        Story story = new Story().submitted(2, shared("A", 1)).owns(2, "A").released(2);
        assertThat(story.broken()).isEmpty();
        story.submitted(1, exclusive("A", 0));
        assertThat(story.broken())
                .containsExactly("queue-order: job 2 (camera) got queue A (shared) before job 1"
                        + " (gpu) (exclusive), which stands before it, was over");
    }

    @Test
    void anOvertakingIsFoundThoughThePredecessorIsOverWhenTheGapCloses() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .owns(1, "A")
                .submitted(3, shared("A", 2))
                .owns(3, "A")
                .released(1)
                .submitted(2, shared("A", 1));
        assertThat(story.broken())
                .anyMatch(words -> words.startsWith("queue-order: job 3 (display) got queue A"));
    }

    @Test
    void aPermissionThatCameBeforeTheGapClosesIsFine() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .owns(1, "A")
                .submitted(3, shared("A", 2))
                .released(1)
                .owns(3, "A")
                .submitted(2, shared("A", 1))
                .owns(2, "A")
                .released(2, 3);
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void modesAreJudgedPerQueue() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0), shared("B", 0))
                .submitted(2, shared("A", 1), shared("B", 1))
                .available(2, "B")
                .owns(1, "A", "B")
                .released(1)
                .owns(2, "A")
                .released(2);
        assertThat(story.atTheEnd()).isEmpty();
    }
}
