package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.sim.fault.Fault;
import dev.baton.sim.scenario.FaultSpec;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioReader;
import dev.baton.sim.scenario.ScenarioWriter;
import dev.baton.sim.scenario.Scenarios;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.domains.Domain;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What the arbitraries promise of themselves. */
class ArbitrariesLaws {
    private static <T> List<T> edgeCases(Arbitrary<T> arbitrary) {
        return arbitrary.edgeCases().suppliers().stream()
                .map(edge -> edge.get())
                .map(Shrinkable::value)
                .toList();
    }

    @Example
    void edgeCasesOfAccessSetsAreThoseThatWereChosen() {
        Wish first = new Wish(0, AccessMode.EXCLUSIVE);
        Wish read = new Wish(0, AccessMode.SHARED);

        assertThat(edgeCases(BatonArbitraries.accessSets(3)))
                .hasSize(9)
                .contains(List.of(), List.of(first, read), List.of(read, first))
                .contains(List.of(new Wish(2, AccessMode.EXCLUSIVE), first));
    }

    @Example
    void oneBufferIsEnough() {
        assertThat(edgeCases(BatonArbitraries.accessSets(1)))
                .allMatch(set -> set.stream().allMatch(wish -> wish.buffer() == 0));
        assertThat(edgeCases(BatonArbitraries.pipelines(1))).hasSize(11);
    }

    @Example
    void everyKindOfFaultIsAnEdgeCaseWhereItCanStrike() throws Exception {
        List<FaultSpec> onDisplay =
                edgeCases(ScenarioArbitraries.faults(Scenarios.read("front-buffer-rendering")));
        List<FaultSpec> onGpu = edgeCases(ScenarioArbitraries.faults(Scenarios.read("hung-gpu")));

        assertThat(Stream.concat(onDisplay.stream(), onGpu.stream()).map(FaultSpec::kind))
                .contains(Fault.F1_HUNG, Fault.F12_REJECT);
        assertThat(onGpu)
                .hasSize(3 * (Fault.values().length - 1))
                .noneMatch(fault -> fault.kind() == Fault.EARLY_RELEASE);
    }

    @Property(tries = 200)
    @Domain(BatonDomain.class)
    void scenarioThatIsWrittenReadsTheSameAgain(@ForAll Scenario scenario) throws Exception {
        byte[] text = ScenarioWriter.write(scenario).getBytes(StandardCharsets.UTF_8);

        assertThat(ScenarioReader.read("generated", new ByteArrayInputStream(text)))
                .isEqualTo(scenario);
    }

    @Property(tries = 200)
    @Domain(BatonDomain.class)
    void pipelineIsWithinItsBounds(@ForAll Pipeline pipeline) {
        assertThat(pipeline.jobs()).hasSizeBetween(1, BatonArbitraries.JOBS_MAX);
        assertThat(pipeline.jobs()).allSatisfy(job -> {
            assertThat(job.wishes()).hasSizeLessThanOrEqualTo(BatonArbitraries.WISHES_MAX);
            assertThat(job.wishes())
                    .allMatch(wish -> wish.buffer() >= 0 && wish.buffer() < pipeline.buffers());
            assertThat(job.accessSet(pipeline.queues()).accesses())
                    .allMatch(access -> access.queue().name().startsWith("buffer-"));
        });
    }

    /** Two jobs that write one buffer are the smallest of those that have any. */
    @Example
    void pipelinesShrinkByThemselves() {
        TextTests ran = TextTests.run("""
                import dev.baton.engine.*;
                import dev.baton.proptests.*;
                import net.jqwik.api.*;

                class ShrinkingLaws {
                    @Property(edgeCases = EdgeCasesMode.NONE)
                    void fewWriters(@ForAll("pipelines") Pipeline pipeline) {
                        var wishes = pipeline.jobs().stream().flatMap(job -> job.wishes().stream());
                        Wish writes = new Wish(0, AccessMode.EXCLUSIVE);
                        if (wishes.filter(writes::equals).count() > 1) {
                            throw new AssertionError(pipeline);
                        }
                    }

                    @Provide
                    Arbitrary<Pipeline> pipelines() {
                        return BatonArbitraries.pipelines(2);
                    }
                }
                """, getClass().getClassLoader());

        assertThat(ran.failures().get(0))
                .hasMessageMatching("Pipeline\\[buffers=2, jobs=\\[.*"
                        + "(Wish\\[buffer=0, mode=EXCLUSIVE].*){2}");
        assertThat(ran.failures().get(0).getMessage().split("PlannedJob", -1).length - 1)
                .isLessThanOrEqualTo(2);
        assertThat(ran.failures().get(0).getMessage().split("Wish", -1)).hasSize(3);
    }
}
