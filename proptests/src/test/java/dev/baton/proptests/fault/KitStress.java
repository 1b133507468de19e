package dev.baton.proptests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.Budget;
import dev.baton.proptests.OnOneJdk;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The kit on the engine as it is (G25): as many schedules as the budget allows, or as {@code
 * -Dbaton.trials} says, and no alarm.
 */
@OnOneJdk
class KitStress {
    @Test
    void soundEngineRaisesNoAlarm() throws Exception {
        Map<String, Long> told = new HashMap<>();
        told.put("seed", Budget.seed());
        boolean counted = Budget.trials() > 0;
        told.put("schedules", counted ? Budget.trials() : Long.MAX_VALUE);
        told.put("nanos", counted ? Long.MAX_VALUE / 2 : Budget.ofOneCampaign().toNanos());
        Map<String, String> found = KitLoading.search(Map.of(), told);
        long schedules = Long.parseLong(found.getOrDefault("schedules", "0"));
        double seconds = Long.parseLong(found.getOrDefault("searchNanos", "1")) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "kit: %,d schedules in %.1f s, %.0f/s, alarm: %s%n",
                schedules,
                seconds,
                schedules / seconds,
                found.getOrDefault("alarm", "none"));
        assertThat(found).as("%s", found).doesNotContainKey("alarm");
    }
}
