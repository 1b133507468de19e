package dev.baton.proptests.goal;

import dev.baton.explore.Found;
import dev.baton.explore.Search;
import dev.baton.explore.Shrinker;
import dev.baton.explore.Workload;
import dev.baton.explore.strategy.Strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** G10: how small failures become, and what that costs. */
final class ShrinkingGoal implements Goal {
    private static final int FAILURES = 300;
    private static final Workload.Size SMALLEST = new Workload.Size(2, 2, 4, 0);
    private static final int RECHECKED_MAX = 10_000;

    private final List<Integer> evaluations = new ArrayList<>();
    private int smallest;
    private int oneMinimal;
    private double slowestSeconds;

    @Override
    public String name() {
        return "G10";
    }

    @Override
    public String aim() {
        return "99 % of 300 random failing pipelines end at the smallest (2 jobs, 2 buffers, 4 steps, 1"
                + " switch), after at most 150 evaluations on average, each within 1 s; no single edit of"
                + " the result still fails";
    }

    @Override
    public Measured measure(Duration budget) {
        int failing =
                Failing.each(FAILURES, budget.toMillis() / 1e3, (seed, found) -> shrink(found));
        Collections.sort(evaluations);
        double mean = evaluations.stream().mapToInt(it -> it).average().orElse(0);
        return Measured.of(
                failing == FAILURES
                        && smallest >= 0.99 * FAILURES
                        && oneMinimal == FAILURES
                        && mean <= 150
                        && slowestSeconds <= 1,
                String.format(
                        Locale.ROOT,
                        "%d of %d at the smallest, %d rechecked by all schedules of all edits; evaluations:"
                                + " mean %.0f, median %d, max %d; slowest %.2f s",
                        smallest,
                        failing,
                        oneMinimal,
                        mean,
                        evaluations.get(evaluations.size() / 2),
                        evaluations.get(evaluations.size() - 1),
                        slowestSeconds));
    }

    private void shrink(Found found) {
        Shrinker shrinker = new Shrinker(1);
        double begin = Cpu.seconds();
        Found shrunk = shrinker.shrink(found);
        slowestSeconds = Math.max(slowestSeconds, Cpu.seconds() - begin);
        evaluations.add(shrinker.evaluations());
        boolean isSmallest =
                shrunk.workload().size().equals(SMALLEST) && shrunk.schedule().switches() == 1;
        smallest += isSmallest ? 1 : 0;
        oneMinimal += shrunk.workload().edits().stream().noneMatch(it -> fails(it, shrunk)) ? 1 : 0;
    }

    private static boolean fails(Workload edit, Found like) {
        Search search = new Search(List.of(Strategy.EXHAUSTIVE), 1);
        boolean fails;
        do {
            fails = search.find(edit, () -> search.executions() < RECHECKED_MAX)
                    .filter(it -> it.failure().isLike(like.failure()))
                    .isPresent();
        } while (!fails && !search.isExhausted() && search.executions() < RECHECKED_MAX);
        return fails || !search.isExhausted();
    }
}
