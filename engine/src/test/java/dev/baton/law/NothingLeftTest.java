package dev.baton.law;

import static dev.baton.law.Story.exclusive;
import static dev.baton.law.Story.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NothingLeftTest {
    @Test
    void anOwnerThatNeverEndsIsNamed() {
        Story story = new Story().submitted(1, shared("A", 0)).owns(1, "A");
        assertThat(story.whenQuiet()).isEmpty();
        assertThat(story.atTheEnd())
                .containsExactly(
                        "nothing-left: job 1 (gpu) never ended: it was granted and not released");
    }

    @Test
    void anOpenEndedOwnerMayStay() {
        Story story = new Story().openEnded(1, shared("A", 0)).owns(1, "A");
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void anOpenEndedJobThatWaitsMayNot() {
        Story story = new Story()
                .openEnded(3, shared("A", 0))
                .owns(3, "A")
                .openEnded(4, exclusive("A", 3));
        assertThat(story.atTheEnd())
                .containsExactly("nothing-left: job 4 (display) never ended: job 4 (display) waits"
                        + " for queue A held by job 3 (display)");
    }

    @Test
    void aDeadlockIsToldAsItsCycle() {
        Story story = new Story()
                .submitted(3, exclusive("A", 0), exclusive("B", 4))
                .submitted(4, exclusive("A", 3), exclusive("B", 0))
                .available(3, "A")
                .available(4, "B");
        assertThat(story.atTheEnd())
                .contains("nothing-left: job 3 (display) never ended: job 3 (display) waits for"
                        + " queue B held by job 4 (gpu), which waits for queue A held by job 3"
                        + " (display)");
    }

    @Test
    void aReaderWaitsForTheWriterAndNotForTheReadersBetween() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .owns(1, "A")
                .submitted(2, shared("A", 1))
                .submitted(3, shared("A", 2));
        assertThat(story.atTheEnd())
                .contains("nothing-left: job 3 (display) never ended: job 3 (display) waits for"
                        + " queue A held by job 1 (gpu)");
    }

    @Test
    void aMissingGrantIsFoundAtQuiescence() {
        Story story = new Story().submitted(1, shared("A", 0)).available(1, "A");
        assertThat(story.whenQuiet())
                .containsExactly("nothing-left: job 1 (gpu) owns all it wants and was not granted");
        assertThat(story.whenQuiet()).as("told once").hasSize(1);
    }

    @Test
    void anEmptySetThatIsNotGrantedIsFoundAtQuiescence() {
        assertThat(new Story().submitted(1).whenQuiet())
                .containsExactly("nothing-left: job 1 (gpu) owns all it wants and was not granted");
    }

    @Test
    void whatNeverWasToldOfIsNotLeft() {
        Story story = new Story().submitted(2, shared("A", 1)).owns(2, "A").released(2);
        assertThat(story.atTheEnd())
                .singleElement()
                .asString()
                .startsWith("one-order: job 2 (camera) stands right behind job 1");
    }
}
