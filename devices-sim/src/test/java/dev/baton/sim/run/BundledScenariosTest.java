package dev.baton.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.scenario.Measure;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.Scenarios;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Every bundled scenario does what its story says, in virtual time. */
class BundledScenariosTest {
    /** Whose stories end in a deadlock, or without end. */
    private static final Set<String> STUCK =
            Set.of("circular-allocator-wait", "iommu-exhaustion-incremental");

    /** Each with the hash of its events under its own seed. */
    private static final Path HASHES =
            Path.of("src/test/resources/dev/baton/sim/run/event-hashes.txt");

    /** Whose story is that what should be is not. */
    private static final String MISSES = "release-before-scanout";

    static List<String> names() throws Exception {
        return Scenarios.names();
    }

    static List<String> sound() throws Exception {
        return names().stream()
                .filter(name -> !STUCK.contains(name) && !name.equals(MISSES))
                .toList();
    }

    /** Long enough to tell two runs apart. */
    private static final long SHORT_NANOS = 500_000_000;

    private static RunReport run(String name, long seed) throws Exception {
        return run(name, seed, Long.MAX_VALUE);
    }

    private static RunReport run(String name, long seed, long nanosMax) throws Exception {
        Scenario scenario = Scenarios.read(name);
        long forNanos = Math.min(nanosMax, scenario.forNanos());
        return ScenarioRun.run(
                scenario, new RunOptions(seed, Clock.VIRTUAL, forNanos, 0, nanos -> {}));
    }

    private static RunReport run(String name) throws Exception {
        return run(name, Scenarios.read(name).seed());
    }

    @ParameterizedTest
    @MethodSource("sound")
    void aSoundOneMeetsItsExpectationsUnderEveryLaw(String name) throws Exception {
        RunReport report = run(name);
        assertThat(report.missed()).isEmpty();
        assertThat(report.laws().violations()).isEmpty();
        assertThat(report.circle()).isEmpty();
        assertThat(report.isFine()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameSeedGivesTheSameEventsAndFigures(String name) throws Exception {
        RunReport first = run(name, 7, SHORT_NANOS);
        RunReport again = run(name, 7, SHORT_NANOS);
        assertThat(again.eventHash()).isEqualTo(first.eventHash());
        for (Measure measure : Measure.values()) {
            assertThat(again.figures().of(measure)).isEqualTo(first.figures().of(measure));
        }
    }

    /** If this changes, so do the runs of seeds that people have written down: say so. */
    @Test
    void theEventsOfASeedAreTheSameOnEveryJdk() throws Exception {
        StringBuilder hashes = new StringBuilder();
        for (String name : names()) {
            hashes.append(name).append(' ').append(run(name).eventHash()).append('\n');
        }
        if (Boolean.getBoolean("baton.rewrite")) {
            Files.writeString(HASHES, hashes);
        }
        assertThat(hashes.toString())
                .as("events; -Dtest=BundledScenariosTest -Dbaton.rewrite=true writes %s", HASHES)
                .isEqualTo(Files.readString(HASHES));
    }

    @Test
    void anotherSeedGivesOtherEvents() throws Exception {
        assertThat(run("render-to-pageflip", 7).eventHash())
                .isNotEqualTo(run("render-to-pageflip", 8).eventHash());
    }

    @Test
    void aCircleOfAllocationsIsToldInWords() throws Exception {
        RunReport report = run("circular-allocator-wait");
        assertThat(report.circleInWords())
                .isEqualTo("film 0 holds slot 0 and waits for slot 1 held by encode 0, which holds"
                        + " slot 1 and waits for slot 2 held by mix 0, which holds slot 2 and waits"
                        + " for slot 0 held by film 0");
        assertThat(report.missed()).isEmpty();
        assertThat(report.isFine()).isFalse();
    }

    @Test
    void mappingOneByOneNeverGetsThereAndInBatchesEveryJobDoes() throws Exception {
        RunReport incremental = run("iommu-exhaustion-incremental");
        assertThat(incremental.figures().of(Measure.MAP_PROGRESS)).isZero();
        assertThat(incremental.figures().of(Measure.MAP_REFUSALS)).isGreaterThan(1_000);
        assertThat(incremental.missed()).containsExactly("completed: 20, but it was 0");
        assertThat(incremental.isFine()).isFalse();
        assertThat(run("iommu-exhaustion-batched").figures().of(Measure.MAP_PROGRESS))
                .isEqualTo(20);
    }

    @Test
    void aBufferGivenBackBeforeItsScanOutIsSeenInThePixels() throws Exception {
        RunReport report = run(MISSES);
        assertThat(report.laws().violations()).isEmpty();
        assertThat(report.missed()).singleElement().asString().startsWith("torn: 0, but it was ");
        assertThat(report.isFine()).isFalse();
    }

    /** Of a hundred seeds, some deadlock; with atomic sets none would. */
    @Test
    void oneByOneDeadlocksUnderSomeSeedsAndNotUnderMost() throws Exception {
        int stuck = 0;
        for (int seed = 0; seed < 100; seed++) {
            RunReport report = run("one-by-one", seed);
            assertThat(report.isFine()).isEqualTo(report.circle().isEmpty());
            stuck += report.circle().isEmpty() ? 0 : 1;
        }
        assertThat(stuck).isBetween(1, 49);
    }

    @ParameterizedTest
    @ValueSource(strings = {"compositor", "decoder-references", "triple-buffering", "mailbox"})
    void noSeedTearsAFrame(String name) throws Exception {
        for (int seed = 0; seed < 5; seed++) {
            RunReport report = run(name, seed, 2 * SHORT_NANOS);
            assertThat(report.figures().of(Measure.TORN)).isZero();
            assertThat(report.figures().of(Measure.STALE)).isZero();
            assertThat(report.laws().violations()).isEmpty();
        }
    }

    @Test
    void theThirdBufferDoublesWhatTheSecondAllows() throws Exception {
        long two = run("double-buffering").figures().of(Measure.PRESENTED);
        long three = run("triple-buffering").figures().of(Measure.PRESENTED);
        assertThat((double) three / two).isBetween(1.7, 2.0);
    }
}
