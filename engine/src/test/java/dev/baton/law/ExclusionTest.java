package dev.baton.law;

import static dev.baton.law.Story.exclusive;
import static dev.baton.law.Story.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ExclusionTest {
    @Test
    void oneExclusiveOwnerAfterTheOtherIsFine() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .submitted(2, exclusive("A", 1))
                .owns(1, "A")
                .released(1)
                .owns(2, "A")
                .released(2);
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void twoExclusiveOwnersAreNamed() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .submitted(2, exclusive("A", 1))
                .owns(1, "A")
                .available(2, "A");
        assertThat(story.broken())
                .contains("exclusion: job 2 (camera) owns queue A (exclusive) while job 1 (gpu)"
                        + " (exclusive) does");
    }

    @Test
    void aWriterBesideAReaderIsNamed() {
        Story story = new Story()
                .submitted(1, shared("A", 0))
                .submitted(2, exclusive("A", 1))
                .owns(1, "A")
                .available(2, "A");
        assertThat(story.broken())
                .contains("exclusion: job 2 (camera) owns queue A (exclusive) while job 1 (gpu)"
                        + " (shared) does");
    }

    @Test
    void aReaderBesideAWriterIsNamed() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .submitted(2, shared("A", 1))
                .owns(1, "A")
                .available(2, "A");
        assertThat(story.broken())
                .contains("exclusion: job 2 (camera) owns queue A (shared) while job 1 (gpu)"
                        + " (exclusive) does");
    }

    @Test
    void anyNumberOfReadersIsFine() {
        Story story = new Story()
                .submitted(1, shared("A", 0))
                .submitted(2, shared("A", 1))
                .submitted(3, shared("A", 2))
                .owns(3, "A")
                .owns(1, "A")
                .owns(2, "A")
                .released(2, 3, 1);
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void ownershipBeginsWithAvailableAndNotWithTheGrant() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0), exclusive("B", 0))
                .submitted(2, exclusive("A", 1))
                .available(1, "A")
                .available(2, "A");
        assertThat(story.broken()).anyMatch(words -> words.startsWith("exclusion: job 2"));
    }

    @Test
    void ownershipEndsWithTheAccessAndNotWithTheJob() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0), exclusive("B", 0))
                .submitted(2, exclusive("A", 1))
                .owns(1, "A", "B")
                .accessReleased(1, "A")
                .owns(2, "A")
                .released(1, 2);
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void anAvailableThatRacedACancellationOwnsNothing() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0), exclusive("B", 0))
                .submitted(2, exclusive("A", 1))
                .cancelled(1)
                .owns(2, "A")
                .available(1, "A")
                .released(2);
        assertThat(story.atTheEnd()).isEmpty();
    }
}
