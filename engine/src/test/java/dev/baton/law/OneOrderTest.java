package dev.baton.law;

import static dev.baton.law.Story.exclusive;
import static dev.baton.law.Story.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OneOrderTest {
    @Test
    void twoJobsInOppositeOrderOnTwoQueuesAreACycle() {
        Story story = new Story()
                .submitted(3, exclusive("A", 0), exclusive("B", 4))
                .submitted(4, exclusive("A", 3), exclusive("B", 0));
        assertThat(story.broken())
                .containsExactly("one-order: job 3 (display) stands on queue B behind job 4 (gpu),"
                        + " which stands on queue A behind job 3 (display)");
    }

    @Test
    void twoJobsInOneOrderOnTwoQueuesAreFine() {
        Story story = new Story()
                .submitted(3, exclusive("A", 0), exclusive("B", 0))
                .submitted(4, exclusive("A", 3), exclusive("B", 3))
                .owns(3, "A", "B")
                .released(3)
                .owns(4, "A", "B")
                .released(4);
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void readersThatWaitForNobodyHaveOneOrderToo() {
        Story story = new Story()
                .submitted(1, shared("A", 0), shared("B", 2))
                .submitted(2, shared("A", 1), shared("B", 0))
                .owns(1, "A", "B")
                .owns(2, "A", "B")
                .released(1, 2);
        assertThat(story.atTheEnd())
                .singleElement()
                .asString()
                .startsWith("one-order: job 1 (gpu)");
    }

    @Test
    void aCycleThroughThreeQueuesIsNamedWhole() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0), exclusive("C", 3))
                .submitted(2, exclusive("A", 1), exclusive("B", 0))
                .submitted(3, exclusive("B", 2), exclusive("C", 0));
        assertThat(story.broken())
                .containsExactly("one-order: job 1 (gpu) stands on queue C behind job 3 (display),"
                        + " which stands on queue B behind job 2 (camera),"
                        + " which stands on queue A behind job 1 (gpu)");
    }

    @Test
    void jobsBehindACycleAreNotBlamed() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0), exclusive("B", 2))
                .submitted(2, exclusive("A", 1), exclusive("B", 0))
                .submitted(3, exclusive("A", 2))
                .submitted(4, exclusive("A", 3))
                .available(1, "A")
                .available(2, "B");
        assertThat(story.whenQuiet()).singleElement().asString().doesNotContain("job 3", "job 4");
    }

    @Test
    void aSecondCycleIsFoundAtQuiescence() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0), exclusive("B", 2))
                .submitted(2, exclusive("A", 1), exclusive("B", 0))
                .submitted(3, exclusive("C", 0), exclusive("D", 4))
                .submitted(4, exclusive("C", 3), exclusive("D", 0))
                .available(1, "A")
                .available(2, "B")
                .available(3, "C")
                .available(4, "D");
        assertThat(story.broken()).hasSize(1);
        assertThat(story.whenQuiet()).hasSize(2);
        assertThat(story.whenQuiet()).hasSize(2);
    }

    @Test
    void twoJobsRightBehindOneAreNoQueue() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .submitted(2, exclusive("A", 1))
                .submitted(3, exclusive("A", 1));
        assertThat(story.broken())
                .containsExactly("one-order: job 3 (display) stands right behind job 1 (gpu) on"
                        + " queue A, as another does");
    }

    @Test
    void twoFirstJobsAreNoQueue() {
        Story story = new Story().submitted(1, exclusive("A", 0)).submitted(2, exclusive("A", 0));
        assertThat(story.broken())
                .containsExactly(
                        "one-order: job 2 (camera) stands first on queue A, as another did");
    }

    @Test
    void aPredecessorOnAnotherQueueIsNoPredecessor() {
        Story story = new Story().submitted(1, exclusive("A", 0)).submitted(2, exclusive("B", 1));
        assertThat(story.broken())
                .containsExactly("one-order: job 2 (camera) stands right behind job 1 (gpu) on"
                        + " queue B, where that does not stand");
    }

    @Test
    void aJobBehindItselfIsNoQueue() {
        Story story = new Story().submitted(1, exclusive("A", 1));
        assertThat(story.broken()).singleElement().asString().startsWith("one-order: job 1 (gpu)");
    }

    @Test
    void aPredecessorThatIsNeverToldOfIsMissedAtQuiescence() {
        Story story = new Story().submitted(2, exclusive("A", 1));
        assertThat(story.broken()).isEmpty();
        assertThat(story.whenQuiet())
                .containsExactly("one-order: job 2 (camera) stands right behind job 1 on queue A,"
                        + " which was never submitted or has others behind it");
        assertThat(story.whenQuiet()).hasSize(1);
    }

    @Test
    void aPredecessorForgottenLongAgoIsMissedAtQuiescence() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0))
                .owns(1, "A")
                .released(1)
                .submitted(2, exclusive("A", 1))
                .owns(2, "A")
                .submitted(3, exclusive("A", 1));
        assertThat(story.whenQuiet())
                .containsExactly("one-order: job 3 (display) stands right behind job 1 on queue A,"
                        + " which was never submitted or has others behind it");
    }

    @Test
    void submissionsToldInAnyOrderAreFine() {
        Story story = new Story()
                .submitted(3, exclusive("A", 2), exclusive("B", 2))
                .submitted(2, exclusive("A", 1), exclusive("B", 1))
                .submitted(1, exclusive("A", 0), exclusive("B", 0))
                .owns(1, "A", "B")
                .released(1)
                .owns(2, "A", "B")
                .released(2)
                .owns(3, "A", "B")
                .released(3);
        assertThat(story.atTheEnd()).isEmpty();
        assertThat(story.laws.remembered()).isEqualTo(1);
    }
}
