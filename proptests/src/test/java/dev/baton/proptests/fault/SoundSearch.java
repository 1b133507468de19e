package dev.baton.proptests.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the kit finds in the engine as it is. Each processor searches on its own, from a seed of its
 * own.
 *
 * @param found what each of them found
 */
public record SoundSearch(List<Map<String, String>> found) {
    /** Of time; a search that hangs is given some more. */
    private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE / 2);

    /** Searches until there were so many schedules, or for so long. */
    public static SoundSearch of(long seed, long schedules, Duration time) {
        int searches = Runtime.getRuntime().availableProcessors();
        long share = schedules / searches + (schedules % searches > 0 ? 1 : 0);
        ExecutorService processors = Executors.newFixedThreadPool(searches);
        try {
            List<Future<Map<String, String>>> asked = new ArrayList<>();
            for (int i = 0; i < searches; i++) {
                Map<String, Long> told = Map.of(
                        "seed",
                        seed + ((long) i << Integer.SIZE),
                        "schedules",
                        share,
                        "nanos",
                        time.toNanos());
                asked.add(processors.submit(() -> KitLoading.search(Map.of(), told)));
            }
            List<Map<String, String>> found = new ArrayList<>();
            for (Future<Map<String, String>> each : asked) {
                found.add(each.get());
            }
            return new SoundSearch(List.copyOf(found));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            processors.shutdownNow();
        }
    }

    /** As many schedules, however long that takes. */
    static SoundSearch of(long seed, long schedules) {
        return of(seed, schedules, NO_LIMIT);
    }

    /** Repeats the one schedule of a draw. */
    static SoundSearch again(long draw) {
        Map<String, Long> told =
                Map.of("seed", 0L, "draw", draw, "schedules", 1L, "nanos", NO_LIMIT.toNanos());
        return new SoundSearch(List.of(KitLoading.search(Map.of(), told)));
    }

    /** {@return how many schedules were run, by all} */
    public long schedules() {
        return found.stream().mapToLong(SoundSearch::schedules).sum();
    }

    /** {@return the alarms, and how to repeat them} */
    public List<String> alarms() {
        return found.stream()
                .filter(it -> it.containsKey("alarm") || it.containsKey(KitLoading.HANGS))
                .map(SoundSearch::alarm)
                .toList();
    }

    /** {@return how many schedules, and how fast} */
    public String inWords() {
        double seconds = found.stream()
                        .mapToLong(it -> Long.parseLong(it.getOrDefault("searchNanos", "1")))
                        .sum()
                / (1e9 * found.size());
        return String.format(
                Locale.ROOT,
                "%,d schedules, %.0f a second of %d processors",
                schedules(),
                schedules() / Math.max(seconds, 1e-3),
                found.size());
    }

    private static long schedules(Map<String, String> found) {
        return Long.parseLong(found.getOrDefault("schedules", "0"));
    }

    private static String alarm(Map<String, String> found) {
        return found.containsKey(KitLoading.HANGS)
                ? "a search hangs"
                : "after " + schedules(found)
                        + " schedules, again by -Dtest=KitStress -Dbaton.draw=" + found.get("draw")
                        + ": " + found;
    }
}
