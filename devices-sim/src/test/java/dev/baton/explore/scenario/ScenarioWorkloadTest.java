package dev.baton.explore.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Event;
import dev.baton.explore.Exploration;
import dev.baton.explore.Exploration.Result;
import dev.baton.explore.Failure.Kind;
import dev.baton.explore.Found;
import dev.baton.explore.Search;
import dev.baton.explore.Token;
import dev.baton.explore.TokenException;
import dev.baton.explore.Workload;
import dev.baton.explore.strategy.Strategy;
import dev.baton.sim.scenario.ScenarioException;
import dev.baton.sim.scenario.Scenarios;
import dev.baton.trace.Timeline;
import dev.baton.trace.Timeline.Look;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

class ScenarioWorkloadTest {
    private static final int SEEDS = 100;
    private static final int ALARMS_TRIED = 10;

    @Test
    void oneByOneDeadlocksAtAMedianOfOneExecution() throws Exception {
        ScenarioWorkload workload = bundled("one-by-one");

        long[] executions = LongStream.range(0, SEEDS)
                .map(seed -> {
                    Search search = new Search(Strategy.PORTFOLIO, seed);
                    assertThat(search.find(workload, () -> true)).isPresent();
                    return search.executions();
                })
                .sorted()
                .toArray();

        assertThat(executions[SEEDS / 2]).isEqualTo(1);
        assertThat(executions[SEEDS - 1]).isLessThanOrEqualTo(20);
    }

    @Test
    void smallestIsAScenarioOfTwoJobsAndTwoBuffersThatItsTokenReproduces() throws Exception {
        for (String name : new String[] {"one-by-one", "circular-allocator-wait"}) {
            ScenarioWorkload workload = bundled(name);
            Result result = Exploration.of(workload).run();
            Found smallest = result.smallest().orElseThrow();

            assertThat(smallest.failure().kind()).isEqualTo(Kind.DEADLOCK);
            assertThat(smallest.failure().inWords()).contains(" holds ", " and waits for ");
            assertThat(smallest.workload().size().jobs()).isEqualTo(2);
            assertThat(smallest.workload().size().buffers()).isEqualTo(2);
            assertThat(smallest.workload().size().steps()).isEqualTo(2);
            assertThat(submitted(smallest)).isEqualTo(4); // each for one buffer, and then the other
            assertThat(read(smallest.workload().source()).size())
                    .isEqualTo(smallest.workload().size());
            String token = result.token().orElseThrow();
            assertThat(token).hasSizeLessThanOrEqualTo(Token.CHARS_MAX);
            assertThat(reproduced(token, workload)).isEqualTo(smallest.failure());
        }
    }

    /** Made on JDK 17; see {@code TokenTest}. */
    @Test
    void tokenMeansTheSameOnEveryJdk() throws Exception {
        String token = "b2.one-by-one.a93ogi.1j8etsd.5-2_6-4_7_e_j_6.1_0-5..lostpu";

        assertThat(Token.parse(token).reproduce(bundled("one-by-one")).failure().inWords())
                .isEqualTo("film 0 holds mask and waits for frame held by blend 0, which holds"
                        + " frame and waits for mask held by film 0");
    }

    @Test
    void oneAccessIsWeakenedAtATimeAndNoOffsetIsLeft() throws Exception {
        ScenarioWorkload workload = bundled("one-by-one");

        assertThat(workload.edits())
                .anyMatch(edit -> edit.source().contains("reads: [frame]")
                        && edit.source().contains("writes: [mask]"));
        Result result = Exploration.of(workload).run();
        assertThat(result.smallest().orElseThrow().workload().source()).doesNotContain("offset");
        assertThat(result.report())
                .containsPattern("rechecked: of its \\d+ edits none fails so under any schedule");
    }

    @Test
    void whatIsHeldAndAwaitedInTheEndIsDrawn() throws Exception {
        Found found = Exploration.of(bundled("one-by-one")).run().smallest().orElseThrow();

        List<Timeline.Slice> slices = found.picture().timeline().lanes().stream()
                .flatMap(lane -> lane.slices().stream())
                .toList();

        assertThat(slices)
                .anyMatch(it -> it.text().startsWith("holds frame") && it.look() == Look.SOLID)
                .anyMatch(it -> it.text().startsWith("waits for frame") && it.look() == Look.WRONG)
                .allMatch(it -> it.toNanos() > it.fromNanos());
        assertThat(found.picture().graph()).contains("waits for mask held by");
    }

    @Test
    void boundNamesTheHorizonAndWhatIsJudged() throws Exception {
        assertThat(Exploration.of(bundled("compositor")).schedules(1).run().report())
                .contains("; each of them is the first 4 iterations of each job at most, within ")
                .endsWith("deadlock, the laws, torn and stale frames, and no other expectation");
    }

    /** Two that take addresses from each other go on until their time is up, if it ever is. */
    @Test
    @Timeout(120)
    void whatGoesOnForADayIsCutOffAndNoDeadlock() throws Exception {
        String day = text("iommu-exhaustion-incremental")
                .replace("for: 190ms", "for: 190ms\nsettle: 80000s");

        Result result = Exploration.of(read(day)).schedules(1).run();

        assertThat(result.bound().tally().cut()).isEqualTo(1);
        assertThat(result.bound().missBound()).isEqualTo(1);
        assertThat(result.report())
                .contains(
                        "nothing found; 1 schedules",
                        "; 1 of them were cut off while they still ran");
    }

    /** Each fails as it is, and with the cure in place of what stands there it never does. */
    @Tag("S1")
    @ParameterizedTest
    @CsvSource({
        "one-by-one, 'acquire: one-by-one', 'acquire: atomic'",
        "circular-allocator-wait, 'acquire: one-by-one', 'acquire: atomic'",
        "release-before-scanout, '- {kind: early-release, on: display, chance: 100%}', '[]'",
        "iommu-exhaustion-incremental, 'maps: incremental', 'maps: batched'",
    })
    void withItsCureNothingIsFound(String name, String broken, String cure) throws Exception {
        ScenarioWorkload cured =
                read(text(name).replace(broken, cure).replace(": true", ": false"));

        assertThat(cured.source()).contains(cure).doesNotContain(broken);
        Search search = new Search(Strategy.PORTFOLIO, 1);
        assertThat(search.find(bundled(name), () -> search.executions() < ALARMS_TRIED))
                .isPresent();
        assertThat(Exploration.of(cured).schedules(20).check().schedules()).isEqualTo(20);
    }

    @Test
    void faultsThatDoNotMatterAreDroppedAndWorkIsShortened() throws Exception {
        String faults = "faults:\n  - {kind: freeze, on: painter, chance: 0.1%}\nexpect:";
        ScenarioWorkload workload = read(text("one-by-one").replace("expect:", faults));

        Workload smallest =
                Exploration.of(workload).run().smallest().orElseThrow().workload();

        assertThat(workload.size().faults()).isEqualTo(1);
        assertThat(smallest.size().faults()).isZero();
        assertThat(smallest.source()).doesNotContain("takes: 1ms");
    }

    @Test
    void editsAreScenariosAndNoneIsTheScenarioItself() throws Exception {
        ScenarioWorkload compositor = bundled("compositor");
        String before = compositor.source();

        assertThat(compositor.edits())
                .isNotEmpty()
                .noneMatch(edit -> edit.source().equals(before))
                .allMatch(edit -> edit.size().jobs() <= compositor.size().jobs())
                .anyMatch(edit -> edit.size().jobs() < compositor.size().jobs());
        assertThat(compositor.edits())
                .extracting(ScenarioWorkload::source)
                .containsExactlyElementsOf(compositor.edits().stream()
                        .map(ScenarioWorkload::source)
                        .toList());
    }

    /** The others raise no alarm, though every latency is at times as long as it gets. */
    @Test
    void onlyThoseBundledScenariosFailThatAreMeantTo() throws Exception {
        List<String> failing = new ArrayList<>();
        for (String name : Scenarios.names()) {
            Search search = new Search(Strategy.PORTFOLIO, 1);
            if (search.find(bundled(name), () -> search.executions() < ALARMS_TRIED)
                    .isPresent()) {
                failing.add(name);
            }
        }

        assertThat(failing)
                .containsExactlyInAnyOrder(
                        "circular-allocator-wait",
                        "iommu-exhaustion-incremental",
                        "one-by-one",
                        "release-before-scanout");
    }

    /** One hangs in iteration 30, one dies after a second: both are later than what is explored. */
    @ParameterizedTest
    @CsvSource({"hung-gpu, hang", "killed-client, crash"})
    void faultThatComesLaterStrikesInEverySchedule(String name, String fault) throws Exception {
        Result result = Exploration.of(bundled(name)).schedules(ALARMS_TRIED).run();

        assertThat(result.bound().tally().faults()).containsEntry(fault, (long) ALARMS_TRIED);
        assertThat(result.report()).contains("nothing found; 10 ").doesNotContain("never struck");
    }

    @Test
    void faultThatNeverStruckIsTold() throws Exception {
        String faults = "faults: [{kind: freeze, on: painter, chance: 0.0001%}]\nexpect:";
        String cured = text("one-by-one").replace("acquire: one-by-one", "acquire: atomic");

        Result result = Exploration.of(read(cured.replace("expect:", faults)))
                .schedules(1)
                .run();

        assertThat(result.report()).contains("; fault freeze: never struck; each of them is ");
    }

    @Test
    void jobThatTakesNothingOneByOneRuns() throws Exception {
        String idle = text("one-by-one").replace("writes: [frame, mask], ", "");

        assertThat(Exploration.of(read(idle)).schedules(10).check().schedules()).isEqualTo(10);
    }

    private static int submitted(Found found) {
        AtomicInteger submitted = new AtomicInteger();
        found.picture(event -> {
            if (event instanceof Event.Submitted) {
                submitted.incrementAndGet();
            }
        });
        return submitted.get();
    }

    private static Object reproduced(String token, ScenarioWorkload workload)
            throws TokenException {
        return Token.parse(token).reproduce(workload).failure();
    }

    private static ScenarioWorkload bundled(String name) throws IOException, ScenarioException {
        return read(text(name));
    }

    private static ScenarioWorkload read(String text) throws ScenarioException {
        return ScenarioWorkload.read("test", text);
    }

    private static String text(String name) throws IOException, ScenarioException {
        try (InputStream in = Scenarios.open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
