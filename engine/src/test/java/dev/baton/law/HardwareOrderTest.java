package dev.baton.law;

import static dev.baton.law.Story.exclusive;
import static dev.baton.law.Story.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Event;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("S12")
final class HardwareOrderTest {
    private static Event handedOver(long job, String domain) {
        return new Event.HandedOver(0, job, domain);
    }

    private static Story twoJobs() {
        return new Story()
                .submitted(1, exclusive("A", 0))
                .submitted(2, shared("A", 1))
                .owns(1, "A");
    }

    @Test
    void behindOneInTheSameHandsIsFine() {
        Story story = twoJobs()
                .tell(handedOver(1, "soc"))
                .tell(handedOver(2, "soc"))
                .released(1)
                .owns(2, "A")
                .released(2);
        assertThat(story.atTheEnd()).isEmpty();
    }

    @Test
    void beforeTheOneAheadIsNamed() {
        assertThat(twoJobs().tell(handedOver(2, "soc")).broken())
                .containsExactly(
                        "hardware-order: job 2 (camera) was handed over before job 1 (gpu),"
                                + " ahead of it on queue A, was over or in the same hands");
    }

    @Test
    void behindOneInOtherHandsIsNamed() {
        Story story = twoJobs().tell(handedOver(1, "usb")).tell(handedOver(2, "soc"));
        assertThat(story.broken()).hasSize(1);
    }

    @Test
    void handOverOfWhatIsOwnedIsNotJudged() {
        Story story = twoJobs().released(1).owns(2, "A").tell(handedOver(2, "soc"));
        assertThat(story.broken()).isEmpty();
    }

    @Test
    void secondHandOverIsNamed() {
        Story story = twoJobs().tell(handedOver(1, "soc")).tell(handedOver(1, "soc"));
        assertThat(story.broken())
                .containsExactly(
                        "one-end: HandedOver was told of job 1 (gpu), though it was so before");
    }

    /** It raced the end. */
    @Test
    void lateHandOverIsFine() {
        Story story = twoJobs().released(1).tell(handedOver(1, "soc"));
        assertThat(story.broken()).isEmpty();
    }
}
