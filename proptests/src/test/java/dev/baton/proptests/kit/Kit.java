package dev.baton.proptests.kit;

import dev.baton.explore.Failure;
import dev.baton.explore.Found;
import dev.baton.explore.Search;
import dev.baton.explore.Shrinker;
import dev.baton.explore.Workload;
import dev.baton.explore.strategy.Strategy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tries one drawn program on one schedule after the other, up to the first alarm, and makes that
 * small. To be loaded anew with the classes of a fault, and called by types that every loader shares:
 * takes {@code seed} or, for one schedule again, its {@code draw}, {@code schedules} and {@code nanos};
 * gives what it found and how.
 */
public final class Kit
        implements Function<Map<String, Long>, Map<String, String>>, Supplier<Map<String, String>> {
    /** Few switches at the right places; and many at any. */
    private static final List<Strategy> AT_ACCESSES =
            List.of(Strategy.PCT, Strategy.PCT, Strategy.WALK);

    private static final List<Strategy> BETWEEN_CALLS = List.of(Strategy.WALK);

    private long schedules;

    /** What was found, before it was made small: that may take longer than anybody waits. */
    private volatile Map<String, String> unshrunk = Map.of();

    @Override
    public Map<String, String> apply(Map<String, Long> told) {
        long begin = System.nanoTime();
        long end = begin + told.get("nanos");
        SplittableRandom seeds = new SplittableRandom(told.get("seed"));
        Optional<Found> found = Optional.empty();
        Map<String, String> result = new LinkedHashMap<>();
        while (result.isEmpty() && schedules < told.get("schedules") && System.nanoTime() < end) {
            Long again = told.get("draw");
            found = next(again == null ? seeds.nextLong() : again, result);
            schedules++;
        }
        long searched = System.nanoTime() - begin;
        result.put("schedules", String.valueOf(schedules));
        result.put("searchNanos", String.valueOf(searched));
        found.ifPresent(it -> describe(it, result));
        result.put("nanos", String.valueOf(System.nanoTime() - begin));
        return result;
    }

    /** {@return what was found so far, from any thread} */
    @Override
    public Map<String, String> get() {
        return unshrunk;
    }

    /** One schedule; it is run again only if it fails, to write it down. */
    private Optional<Found> next(long seed, Map<String, String> result) {
        Workload workload = Source.draw(seed);
        List<Strategy> all =
                workload instanceof EngineWorkload it && it.program().atAccesses()
                        ? AT_ACCESSES
                        : BETWEEN_CALLS;
        Strategy strategy = all.get((int) Math.floorMod(seed >> 8, (long) all.size()));
        long choices = new SplittableRandom(seed).nextLong(); // as the search will draw it
        Optional<Failure> failure =
                workload.run(strategy.scheduler(choices, workload.size().steps()));
        if (failure.isEmpty()) {
            return Optional.empty();
        }
        tell(failure.get(), workload, result);
        result.put("draw", String.valueOf(seed));
        result.put("schedules", String.valueOf(schedules + 1));
        unshrunk = Map.copyOf(result);
        Search search = new Search(List.of(strategy), seed);
        try {
            return search.find(workload, () -> search.executions() < 1);
        } catch (IllegalStateException differs) {
            return Optional.empty();
        }
    }

    private static void tell(Failure failure, Workload workload, Map<String, String> result) {
        Workload.Size size = workload.size();
        String words = failure.inWords();
        result.put("oracle", words.substring(0, words.indexOf(',')));
        result.put("alarm", words);
        result.put("jobs", String.valueOf(size.jobs()));
        result.put("buffers", String.valueOf(size.buffers()));
        result.put("faults", String.valueOf(size.faults()));
        result.put("steps", String.valueOf(Source.steps(workload)));
        result.put("program", workload.source());
    }

    private static void describe(Found found, Map<String, String> result) {
        Found smallest = found;
        try {
            smallest = new Shrinker(1).shrink(found);
        } catch (IllegalStateException differs) {
            result.put("shrinking", String.valueOf(differs.getMessage()));
        }
        tell(smallest.failure(), smallest.workload(), result);
        result.put("switches", String.valueOf(smallest.schedule().switches()));
    }
}
