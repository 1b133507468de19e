package dev.baton.law;

import static dev.baton.law.Story.exclusive;
import static dev.baton.law.Story.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReaderConcurrencyTest {
    @Test
    void aLostWakeUpIsFoundAtQuiescence() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .owns(1, "A")
                .submitted(2, exclusive("A", 1))
                .released(1);
        assertThat(story.broken()).isEmpty();
        assertThat(story.whenQuiet())
                .containsExactly("reader-concurrency: job 2 (camera) still waits for queue A"
                        + " (exclusive), though nothing it has to wait for is left there");
        assertThat(story.whenQuiet()).as("told once").hasSize(1);
    }

    @Test
    void anAccessThatIsNotPermittedMayWait() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .owns(1, "A")
                .submitted(2, exclusive("A", 1))
                .submitted(3, shared("A", 2));
        assertThat(story.whenQuiet()).isEmpty();
    }

    @Test
    void aReleaseThatWakesOneReaderOnlyIsFound() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .owns(1, "A")
                .submitted(2, shared("A", 1))
                .submitted(3, shared("A", 2))
                .released(1)
                .owns(2, "A");
        assertThat(story.whenQuiet())
                .singleElement()
                .asString()
                .startsWith("reader-concurrency: job 3 (display) still waits for queue A (shared)");
    }

    @Test
    void aFinishedReaderThatLetsNoReaderPassIsFound() {
        Story story = new Story()
                .submitted(1, shared("A", 0))
                .owns(1, "A")
                .submitted(2, shared("A", 1))
                .owns(2, "A")
                .released(2)
                .submitted(3, shared("A", 2));
        assertThat(story.whenQuiet())
                .singleElement()
                .asString()
                .startsWith("reader-concurrency: job 3 (display)");
    }

    @Test
    void aCancelThatPassesNothingOnIsFound() {
        Story story = new Story()
                .submitted(1, shared("A", 0))
                .owns(1, "A")
                .submitted(2, exclusive("A", 1))
                .submitted(3, shared("A", 2))
                .cancelled(2);
        assertThat(story.whenQuiet())
                .singleElement()
                .asString()
                .startsWith("reader-concurrency: job 3 (display)");
    }

    @Test
    void whatIsOwedOnOneQueueIsFoundThoughTheJobWaitsOnAnother() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .owns(1, "A")
                .submitted(2, exclusive("A", 1), exclusive("B", 0));
        assertThat(story.whenQuiet())
                .singleElement()
                .asString()
                .contains("job 2 (camera) still waits for queue B");
    }

    @Test
    void anEndedJobIsOwedNothing() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .owns(1, "A")
                .submitted(2, exclusive("A", 1))
                .cancelled(2)
                .released(1);
        assertThat(story.atTheEnd()).isEmpty();
    }
}
