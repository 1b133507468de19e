package dev.baton.proptests.goal;

import dev.baton.explore.Search;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.strategy.Strategy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** G1: executions to the first deadlock, by the portfolio. */
final class RingsGoal implements Goal {
    private static final int SEEDS = 100;
    private static final int EXECUTIONS_MAX = 10_000;

    @Override
    public String name() {
        return "G1";
    }

    @Override
    public String aim() {
        return "deadlocks of jobs that take buffers one by one, in rings of 2 to 8, with 0 and 20 steps"
                + " of work, exclusive and with shared accesses: median 1 execution, p99 at most 4, all"
                + " found";
    }

    @Override
    public Measured measure(Duration budget) {
        List<Long> executions = new ArrayList<>();
        int missed = 0;
        for (int jobs = 2; jobs <= 8; jobs++) {
            for (int variant = 0; variant < 4; variant++) {
                StepProgram ring = Programs.ring(jobs, variant % 2 * 20, variant > 1);
                for (int seed = 1; seed <= SEEDS; seed++) {
                    Search search = new Search(Strategy.PORTFOLIO, seed);
                    boolean found = search.find(ring, () -> search.executions() < EXECUTIONS_MAX)
                            .isPresent();
                    missed += found ? 0 : 1;
                    executions.add(search.executions());
                }
            }
        }
        Collections.sort(executions);
        long median = executions.get(executions.size() / 2);
        long p99 = executions.get(executions.size() * 99 / 100);
        return Measured.of(
                median == 1 && p99 <= 4 && missed == 0,
                String.format(
                        Locale.ROOT,
                        "median %d, p99 %d, max %d; %,d of %,d found",
                        median,
                        p99,
                        executions.get(executions.size() - 1),
                        executions.size() - missed,
                        executions.size()));
    }
}
