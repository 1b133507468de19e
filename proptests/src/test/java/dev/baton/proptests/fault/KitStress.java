package dev.baton.proptests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.Budget;
import dev.baton.proptests.OnOneJdk;
import dev.baton.proptests.goal.MeasuredElsewhere;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The kit on the engine as it is (G25): as many schedules as the budget allows, or as {@code
 * -Dbaton.trials} says, and no alarm.
 */
@OnOneJdk
class KitStress {
    private static final long SCHEDULES_MIN = 10_000_000;

    /** For the table of goals. */
    private static void leave(boolean silent, long schedules, double seconds) throws IOException {
        MeasuredElsewhere.leave(
                "G25",
                silent && schedules >= SCHEDULES_MIN,
                (silent ? "none in " : "an alarm after ") + words(schedules, seconds));
    }

    private static String words(long schedules, double seconds) {
        return String.format(
                Locale.ROOT,
                "%,d schedules, %.0f a second",
                schedules,
                schedules / Math.max(seconds, 1e-3));
    }

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
                "kit: %s, alarm: %s%n",
                words(schedules, seconds), found.getOrDefault("alarm", "none"));
        boolean silent = !found.containsKey("alarm") && !found.containsKey(KitLoading.HANGS);
        if (counted) {
            leave(silent, schedules, seconds);
        }
        assertThat(silent).as("%s", found).isTrue();
    }
}
