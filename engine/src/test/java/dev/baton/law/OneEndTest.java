package dev.baton.law;

import static dev.baton.law.Story.exclusive;
import static dev.baton.law.Story.shared;
import static dev.baton.law.Story.unordered;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.function.UnaryOperator;

final class OneEndTest {
    /** Job 1 wants A and B; job 2 keeps it in memory after its end. */
    private static Story begun() {
        return new Story()
                .submitted(1, exclusive("A", 0), exclusive("B", 0))
                .submitted(2, exclusive("A", 1));
    }

    private static void assertRed(UnaryOperator<Story> told, String though) {
        assertThat(told.apply(begun()).broken())
                .anyMatch(words -> words.startsWith("one-end: ") && words.endsWith(though));
    }

    @Test
    void everyKindOfEndIsFineOnce() {
        Story story = new Story();
        for (long job = 1; job <= 4; job++) {
            story.submitted(job, shared("A", job - 1));
        }
        story.owns(1, "A").released(1).owns(2, "A").failed(2).cancelled(3).timedOut(4);
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void theWordsNameEventQueueJobAndClient() {
        assertThat(begun().available(1, "A", "A").broken())
                .containsExactly("one-end: Available on queue A was told of job 1 (gpu), though it"
                        + " had or ended that before");
    }

    @Test
    void aSecondGrantIsRed() {
        assertRed(story -> story.owns(1, "A", "B").granted(1), "though it was so before");
    }

    @Test
    void aGrantBeforeAllAccessesIsRed() {
        assertRed(story -> story.owns(1, "A"), "though it lacks an access");
    }

    @Test
    void aGrantAfterTheEndIsRed() {
        assertRed(story -> story.cancelled(1).granted(1), "though it has ended");
    }

    @Test
    void aSecondEndIsRed() {
        assertRed(story -> story.owns(1, "A", "B").released(1).failed(1), "though it has ended");
    }

    @Test
    void anEndOfAForgottenJobIsRed() {
        assertRed(
                story -> story.submitted(3, exclusive("B", 1))
                        .owns(1, "A", "B")
                        .released(1)
                        .released(1),
                "though it is over or was never submitted");
    }

    @Test
    void anEndOfAJobNeverSubmittedIsRed() {
        assertRed(story -> story.timedOut(7), "though it is over or was never submitted");
    }

    @Test
    void aReleaseBeforeTheGrantIsRed() {
        assertRed(story -> story.available(1, "A").released(1), "though it waits");
    }

    @Test
    void aCancellationAfterTheGrantIsRed() {
        assertRed(story -> story.owns(1, "A", "B").cancelled(1), "though it owns");
    }

    @Test
    void aSecondAvailableIsRed() {
        assertRed(story -> story.available(1, "A", "A"), "though it had or ended that before");
    }

    @Test
    void anAvailableOnAForeignQueueIsRed() {
        assertRed(story -> story.available(1, "C"), "though it did not want that");
    }

    @Test
    void anEndOfAnAccessNotOwnedIsRed() {
        assertRed(story -> story.available(1, "A").accessReleased(1, "B"), "did not own that");
    }

    @Test
    void aSecondEndOfAnAccessIsRed() {
        assertRed(
                story -> story.owns(1, "A", "B").accessReleased(1, "A").accessReleased(1, "A"),
                "though it did not own that");
    }

    @Test
    void anEndOfAnAccessThatRacedTheJobsIsNoBreach() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0), exclusive("B", 0))
                .owns(1, "A", "B")
                .released(1)
                .accessReleased(1, "A");
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void aSecondSubmissionIsRed() {
        assertRed(story -> story.submitted(1, exclusive("A", 2)), "though it was so before");
    }

    @Test
    void accessesMayEndBeforeTheGrant() {
        Story story = begun().available(1, "A")
                .accessReleased(1, "A")
                .owns(2, "A")
                .owns(1, "B")
                .released(2, 1);
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void anEmptySetIsGrantedAndEnds() {
        assertThat(new Story().submitted(1).granted(1).released(1).atTheEnd()).isEmpty();
    }

    @Test
    void whatIsToldOfUnorderedAccessesIsNotJudged() {
        Story story = new Story()
                .submitted(1, exclusive("A", 0), unordered("B"))
                .submitted(2, exclusive("B", 0))
                .owns(2, "B")
                .owns(1, "A", "B")
                .accessReleased(1, "B")
                .released(1, 2);
        assertThat(story.atTheEnd()).isEmpty();
        assertThat(story.laws.unordered()).isEqualTo(1);
    }
}
