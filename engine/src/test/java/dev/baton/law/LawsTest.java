package dev.baton.law;

import static dev.baton.law.Story.exclusive;
import static dev.baton.law.Story.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LawsTest {
    @Test
    void allLawsAreNamed() {
        assertThat(Laws.all().checked())
                .containsExactly(
                        "exclusion",
                        "queue-order",
                        "one-order",
                        "one-end",
                        "reader-concurrency",
                        "nothing-left",
                        "hardware-order");
    }

    @Test
    void noEventsBreakNoLaw() {
        Laws laws = Laws.all();
        laws.end();
        assertThat(laws.broken()).isZero();
        assertThat(laws.complete()).isTrue();
    }

    @Test
    void allViolationsAreCountedAndTheFirstOnesKept() {
        Story story = new Story();
        for (int i = 0; i < 1000; i++) {
            story.released(7);
        }
        assertThat(story.laws.broken()).isEqualTo(1000);
        assertThat(story.laws.violations()).hasSize(Violations.KEPT_MAX);
    }

    @Test
    void afterALossNothingIsJudgedAndWhatWasFoundStays() {
        Story story = new Story().submitted(1, exclusive("A", 0)).granted(1);
        story.laws.dropped(0);
        assertThat(story.laws.complete()).isTrue();
        story.laws.dropped(1);
        story.released(9, 9).submitted(3, shared("A", 2));
        assertThat(story.atTheEnd()).hasSize(1);
        assertThat(story.laws.complete()).isFalse();
    }

    @Test
    void theEndIsJudgedOnce() {
        Story story = new Story().submitted(1, exclusive("A", 0)).owns(1, "A");
        assertThat(story.atTheEnd()).hasSize(1);
        assertThat(story.released(1).atTheEnd()).hasSize(1);
    }
}
