package dev.baton.proptests.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What the kit found of one fault: the searches of a few seeds, and the middle one of them by how long
 * it took to the first alarm.
 *
 * @param killed how many of the searches raised an alarm
 * @param searches how many there were
 * @param schedules to the first alarm
 * @param nanos of the search, without compiling and shrinking
 * @param found what the kit says of the smallest counterexample
 */
record Trial(int killed, int searches, long schedules, long nanos, Map<String, String> found) {
    static final long SCHEDULES_MAX = 10_000;

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Duration TIME_MAX = Duration.ofSeconds(30);
    private static final int SEEDS = Integer.getInteger("baton.seeds", 3);

    static Trial of(Fault fault) throws IOException {
        Map<String, byte[]> broken =
                InMemoryCompiler.compile(fault.apply(ROOT), FaultsTest.classPath());
        List<Map<String, String>> searches = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            searches.add(KitLoading.search(
                    broken,
                    Map.of("seed", seed, "schedules", SCHEDULES_MAX, "nanos", TIME_MAX.toNanos())));
        }
        List<Map<String, String>> kills =
                searches.stream().filter(Trial::isKill).toList();
        List<Map<String, String>> told = kills.isEmpty() ? searches : kills;
        Map<String, String> middle = told.stream()
                .sorted(Comparator.comparingLong(it -> number(it, "schedules")))
                .toList()
                .get(told.size() / 2);
        return new Trial(
                kills.size(),
                searches.size(),
                number(middle, "schedules"),
                number(middle, "searchNanos"),
                middle);
    }

    /** A search that never came back has no counterexample, and is none. */
    private static boolean isKill(Map<String, String> search) {
        return search.containsKey("alarm") && number(search, "schedules") > 0;
    }

    private static long number(Map<String, String> found, String key) {
        return Long.parseLong(found.getOrDefault(key, "0"));
    }

    boolean isKilledBy(String oracles) {
        return isKilled() && oracles.contains(found.get("oracle"));
    }

    boolean isKilled() {
        return killed > 0;
    }

    /** At most 3 jobs, 3 buffers, 1 fault and 12 steps (G24). */
    boolean isSmall() {
        return number(found, "jobs") <= 3
                && number(found, "buffers") <= 3
                && number(found, "faults") <= 1
                && number(found, "steps") <= 12;
    }
}
