package dev.baton.proptests.goal;

import dev.baton.explore.Found;
import dev.baton.explore.Search;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.strategy.Strategy;

import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;

/** Random pipelines that deadlock, and how. */
final class Failing {
    private static final int EXECUTIONS_MAX = 200;

    private int count;

    /** Those of the first seeds, until there are so many or the time is over. */
    static int each(int most, double seconds, BiConsumer<Long, Found> user) {
        Failing failing = new Failing();
        double deadline = Cpu.seconds() + seconds;
        for (long seed = 1; failing.count < most && Cpu.seconds() < deadline; seed++) {
            Optional<Found> found = failing.find(seed);
            if (found.isPresent()) {
                user.accept(seed, found.get());
            }
        }
        return failing.count;
    }

    private Optional<Found> find(long seed) {
        Search search = new Search(Strategy.PORTFOLIO, seed);
        Optional<Found> found =
                search.find(program(seed), () -> search.executions() < EXECUTIONS_MAX);
        count += found.isPresent() ? 1 : 0;
        return found;
    }

    static StepProgram program(long seed) {
        return Programs.random(new Random(seed));
    }
}
