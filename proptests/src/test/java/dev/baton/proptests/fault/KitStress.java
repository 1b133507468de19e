package dev.baton.proptests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.Budget;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Test;

/**
 * The kit on the engine as it is (G25): as many schedules as the budget allows, or as {@code
 * -Dbaton.trials} says, and no alarm; {@code -Dbaton.draw} repeats one.
 */
@OnOneJdk
class KitStress {
    @Test
    void soundEngineRaisesNoAlarm() {
        SoundSearch search = search();
        System.out.printf("kit: %s, alarms: %s%n", search.inWords(), search.alarms());
        assertThat(search.alarms()).isEmpty();
    }

    private static SoundSearch search() {
        Long draw = Long.getLong("baton.draw");
        if (draw != null) {
            return SoundSearch.again(draw);
        }
        long trials = Budget.trials();
        return trials > 0
                ? SoundSearch.of(Budget.seed(), trials)
                : SoundSearch.of(Budget.seed(), Long.MAX_VALUE, Budget.ofOneCampaign());
    }
}
