package dev.baton.proptests.goal;

import dev.baton.explore.Search;
import dev.baton.explore.Workload;
import dev.baton.explore.scenario.ScenarioWorkload;
import dev.baton.explore.strategy.Strategy;
import dev.baton.sim.scenario.ScenarioException;
import dev.baton.sim.scenario.Scenarios;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** G3: how fast the real engine is searched, on virtual devices and under step programs. */
final class EngineSpeedGoal implements Goal {
    private static final int SCHEDULES = 20;
    private static final double AIM = 10_000;
    private static final String SCENARIO = "render-to-pageflip";

    @Override
    public String name() {
        return "G3-engine";
    }

    @Override
    public String aim() {
        return "10,000 schedules per second of CPU of the real engine on virtual devices";
    }

    @Override
    public Measured measure(Duration budget) {
        double[] scenario = rates(budget.dividedBy(2), scenario());
        double[] steps = rates(budget.dividedBy(2), Programs.ordered().onDispatcher());
        return Measured.of(
                scenario[0] >= AIM,
                String.format(
                        Locale.ROOT,
                        "%,.0f to %,.0f (`%s`); %,.0f to %,.0f of a step program on the dispatcher",
                        scenario[0],
                        scenario[1],
                        SCENARIO,
                        steps[0],
                        steps[1]));
    }

    private static double[] rates(Duration budget, Workload workload) {
        Search search = new Search(Strategy.PORTFOLIO, 1);
        return Cpu.rates(budget, () -> {
            long begin = search.executions();
            search.find(workload, () -> search.executions() < begin + SCHEDULES).ifPresent(it -> {
                throw new AssertionError(it.failure().inWords());
            });
            return search.executions() - begin;
        });
    }

    private static Workload scenario() {
        try (InputStream in = Scenarios.open(SCENARIO)) {
            return ScenarioWorkload.read(
                    SCENARIO, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | ScenarioException e) {
            throw new AssertionError(e);
        }
    }
}
