package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.explore.Exploration;
import dev.baton.explore.Exploration.Result;
import dev.baton.explore.Workload;
import dev.baton.explore.scenario.ScenarioWorkload;
import dev.baton.explore.step.Relation;
import dev.baton.explore.step.StepProgram;
import dev.baton.sim.scenario.Scenarios;

import org.junit.jupiter.api.Test;

/** What was found is a test that compiles, and that fails in the same words. */
class TestSourceTest {
    private static String assertFailsTheSame(Workload explored) {
        Result result = Exploration.of(explored).run();
        String source = TestSource.of(result.smallest().orElseThrow());

        TextTests ran = TextTests.run(source);

        assertThat(ran.failures()).as(source).hasSize(1);
        assertThat(ran.failures().get(0))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        result.smallest().orElseThrow().workload().name() + ", ")
                .hasMessageContaining(
                        result.smallest().orElseThrow().failure().kind().name());
        return source;
    }

    @Test
    void deadlockOfStepsIsATest() {
        StepProgram program = StepProgram.named("camera to screen")
                .job("camera", job -> job.lock("pool").lock("frame").work())
                .job("screen", job -> job.lock("frame").work().lock("pool"))
                .build();

        assertThat(assertFailsTheSame(program))
                .contains("class FoundCameraToScreenTest {")
                .contains("// camera waits for lock frame held by screen");
    }

    @Test
    void missedExpectationOfStepsIsATest() {
        StepProgram program = StepProgram.named("7 readers")
                .job("writer", job -> job.set("flag", 1).set("payload", 1))
                .job(
                        "reader",
                        job -> job.when(
                                "flag",
                                Relation.EQUAL,
                                1,
                                then -> then.expect("payload", Relation.EQUAL, 1)))
                .build();

        assertThat(assertFailsTheSame(program)).contains("class Found7ReadersTest {");
    }

    @Test
    void deadlockOfAScenarioIsATest() throws Exception {
        ScenarioWorkload scenario = ScenarioWorkload.of(Scenarios.read("one-by-one"));

        assertThat(assertFailsTheSame(scenario))
                .contains("ScenarioWorkload.read(\"one-by-one\", \"\"\"");
    }
}
