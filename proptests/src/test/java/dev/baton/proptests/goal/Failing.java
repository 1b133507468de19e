package dev.baton.proptests.goal;

import dev.baton.explore.Found;
import dev.baton.explore.Search;
import dev.baton.explore.strategy.Strategy;

import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Random pipelines that deadlock, and how. */
final class Failing {
    private static final int EXECUTIONS_MAX = 200;

    private int count;

    /** Those of the first seeds, until there are so many or the time is over. */
    static int each(int most, double seconds, Consumer<Found> user) {
        Failing failing = new Failing();
        double deadline = Cpu.seconds() + seconds;
        for (long seed = 1; failing.count < most && Cpu.seconds() < deadline; seed++) {
            failing.find(seed).ifPresent(user);
        }
        return failing.count;
    }

    private Optional<Found> find(long seed) {
        Search search = new Search(Strategy.PORTFOLIO, seed);
        Optional<Found> found = search.find(
                Programs.random(new Random(seed)), () -> search.executions() < EXECUTIONS_MAX);
        count += found.isPresent() ? 1 : 0;
        return found;
    }
}
