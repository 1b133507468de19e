package dev.baton.proptests;

import dev.baton.engine.Dispatcher;
import dev.baton.engine.VirtualTimers;
import dev.baton.explore.Attempt;
import dev.baton.explore.Exploration;
import dev.baton.explore.scenario.ScenarioWorkload;
import dev.baton.sim.scenario.Scenario;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.domains.Domain;

/** What is generated for users runs on the engine, and the engine survives it. */
@CheckLaws
@Domain(BatonDomain.class)
class PipelineLaws {
    private static final int SCHEDULES = 5;

    @Property(tries = 1_000)
    @Tag("S1")
    @Tag("S3")
    @Tag("S8")
    @Tag("S13")
    void everyLawHoldsForAnyPipeline(
            @ForAll Pipeline pipeline, Dispatcher dispatcher, VirtualTimers timers) {
        pipeline.run(dispatcher, timers);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    @Tag("S1")
    void noPipelineDeadlocksOnTheDispatcher(@ForAll Pipeline pipeline, @ForAll Attempt schedule) {
        Exploration.of(pipeline.oneByOne().onDispatcher())
                .by(schedule.strategy())
                .seed(schedule.seed())
                .schedules(SCHEDULES)
                .check();
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    @Tag("S1")
    @Tag("S13")
    void anyScenarioSettlesWithEveryLawKept(@ForAll Scenario scenario, @ForAll Attempt schedule)
            throws Exception {
        Exploration.of(ScenarioWorkload.of(scenario))
                .by(schedule.strategy())
                .seed(schedule.seed())
                .schedules(SCHEDULES)
                .check();
    }
}
