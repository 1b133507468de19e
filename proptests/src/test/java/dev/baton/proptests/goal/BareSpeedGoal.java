package dev.baton.proptests.goal;

import dev.baton.explore.Search;
import dev.baton.explore.strategy.Strategy;

import java.time.Duration;
import java.util.Locale;

/** G3: how fast bare step programs are searched. */
final class BareSpeedGoal implements Goal {
    private static final int SCHEDULES = 1_000;
    private static final double AIM = 100_000;

    @Override
    public String name() {
        return "G3-bare";
    }

    @Override
    public String aim() {
        return "100,000 schedules per second of CPU of a bare model";
    }

    @Override
    public Measured measure(Duration budget) {
        Search search = new Search(Strategy.PORTFOLIO, 1);
        double[] rates = Cpu.rates(budget, () -> {
            long begin = search.executions();
            search.find(Programs.ordered(), () -> search.executions() < begin + SCHEDULES);
            return search.executions() - begin;
        });
        return Measured.of(
                rates[0] >= AIM,
                String.format(
                        Locale.ROOT,
                        "%,.0f to %,.0f (five jobs, ten takes, the portfolio)",
                        rates[0],
                        rates[1]));
    }
}
