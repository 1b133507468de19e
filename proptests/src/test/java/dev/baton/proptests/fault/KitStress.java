package dev.baton.proptests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.Budget;
import dev.baton.proptests.OnOneJdk;
import dev.baton.proptests.goal.MeasuredElsewhere;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The kit on the engine as it is (G25): as many schedules as the budget allows, or as {@code
 * -Dbaton.trials} says, and no alarm; {@code -Dbaton.draw} repeats one. Each processor searches on
 * its own, from a seed of its own.
 */
@OnOneJdk
class KitStress {
    private static final long SCHEDULES_MIN = 10_000_000;

    /** Of time; a search that hangs is given some more. */
    private static final long NO_LIMIT = Long.MAX_VALUE / 2;

    /** What one processor did. */
    private record Share(Map<String, String> found) {
        static Share search(long seed, long schedules) throws Exception {
            boolean counted = schedules < Long.MAX_VALUE;
            long nanos = counted ? NO_LIMIT : Budget.ofOneCampaign().toNanos();
            return of(Map.of("seed", seed, "schedules", schedules, "nanos", nanos));
        }

        static Share again(long draw) throws Exception {
            return of(Map.of("seed", 0L, "draw", draw, "schedules", 1L, "nanos", NO_LIMIT));
        }

        private static Share of(Map<String, Long> told) throws Exception {
            return new Share(KitLoading.search(Map.of(), told));
        }

        long schedules() {
            return Long.parseLong(found.getOrDefault("schedules", "0"));
        }

        double seconds() {
            return Long.parseLong(found.getOrDefault("searchNanos", "1")) / 1e9;
        }

        boolean isSilent() {
            return !found.containsKey("alarm") && !found.containsKey(KitLoading.HANGS);
        }

        String alarm() {
            return found.containsKey(KitLoading.HANGS)
                    ? "a search hangs"
                    : "after " + found.get("schedules") + " schedules, again by -Dbaton.draw="
                            + found.get("draw") + ": " + found;
        }
    }

    @Test
    void soundEngineRaisesNoAlarm() throws Exception {
        Long draw = Long.getLong("baton.draw");
        int searches = draw == null ? Runtime.getRuntime().availableProcessors() : 1;
        List<Share> shares = draw == null ? search(searches) : List.of(Share.again(draw));
        long schedules = shares.stream().mapToLong(Share::schedules).sum();
        double seconds = shares.stream().mapToDouble(Share::seconds).sum() / searches;
        List<String> alarms =
                shares.stream().filter(it -> !it.isSilent()).map(Share::alarm).toList();
        String words = String.format(
                Locale.ROOT,
                "%,d schedules, %.0f a second of %d processors",
                schedules,
                schedules / Math.max(seconds, 1e-3),
                searches);
        System.out.printf("kit: %s, alarms: %s%n", words, alarms);
        if (Budget.trials() > 0 && draw == null) {
            leave(alarms.isEmpty(), schedules, words);
        }
        assertThat(alarms).isEmpty();
    }

    private static List<Share> search(int searches) throws Exception {
        long trials = Budget.trials();
        long schedules = trials > 0 ? (trials + searches - 1) / searches : Long.MAX_VALUE;
        ExecutorService processors = Executors.newFixedThreadPool(searches);
        try {
            List<Future<Share>> asked = new ArrayList<>();
            for (int i = 0; i < searches; i++) {
                long seed = Budget.seed() + ((long) i << Integer.SIZE);
                asked.add(processors.submit(() -> Share.search(seed, schedules)));
            }
            List<Share> shares = new ArrayList<>();
            for (Future<Share> share : asked) {
                shares.add(share.get());
            }
            return shares;
        } finally {
            processors.shutdownNow();
        }
    }

    /** For the table of goals. */
    private static void leave(boolean silent, long schedules, String words) throws IOException {
        MeasuredElsewhere.leave(
                "G25",
                silent && schedules >= SCHEDULES_MIN,
                (silent ? "none in " : "an alarm within ") + words);
    }
}
