package dev.baton.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Outcome;
import dev.baton.sim.fault.Faults.Rule;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Every two faults together, and each with itself, at either device, by chance and for sure (G16). */
class FaultPairsTest {
    private static final int SEEDS = 5;
    private static final int TICKS = 150;
    private static final long CHANCE_PPM = 50_000;
    private static final Set<String> SEEN = new HashSet<>();

    static Stream<Arguments> pairs() {
        return Pairs.withSeeds(SEEDS);
    }

    @ParameterizedTest(name = "{0} and {1}, seed {2}")
    @MethodSource("pairs")
    @Tag("S13")
    @Tag("S16")
    void everyJobEndsOnceAndWhenFaultsStopAllEndsInTime(Fault one, Fault other, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FaultyPipeline pipeline = new FaultyPipeline(
                seed, List.of(Rule.chance(one, CHANCE_PPM), Rule.chance(other, CHANCE_PPM)));
        strikeSometime(pipeline, one, random);
        strikeSometime(pipeline, other, random);
        pipeline.loop.runUntil(TICKS * FaultyPipeline.TICK);
        pipeline.settle();

        note(one, other, pipeline);
        assertThat(pipeline.tasks).anyMatch(task -> task.job.outcome() == Outcome.COMPLETED);
    }

    private static void strikeSometime(
            FaultyPipeline pipeline, Fault fault, SplittableRandom random) {
        Stage stage = random.nextBoolean() ? pipeline.producer : pipeline.consumer;
        long nanos = random.nextLong(TICKS / 2 * FaultyPipeline.TICK);
        pipeline.loop.at(nanos, "strike", () -> stage.client.strike(fault));
    }

    private static void note(Fault one, Fault other, FaultyPipeline pipeline) {
        Set<Fault> struck = new HashSet<>(pipeline.producer.faults.injected().keySet());
        struck.addAll(pipeline.consumer.faults.injected().keySet());
        if (struck.contains(one) && struck.contains(other)) {
            SEEN.add(one + " " + other);
        }
    }

    @AfterAll
    static void noPairIsMissing() {
        assertThat(SEEN).hasSize(Pairs.COUNT);
    }
}
