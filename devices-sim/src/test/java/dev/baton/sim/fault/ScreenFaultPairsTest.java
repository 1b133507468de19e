package dev.baton.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Outcome;
import dev.baton.sim.fault.Faults.Rule;
import dev.baton.sim.kms.Presentation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Every two faults together, at a GPU, a display and a CPU, by chance and for sure (G16). */
@Timeout(60)
class ScreenFaultPairsTest {
    private static final int SEEDS = 4;
    private static final int TICKS = 120;
    private static final long CHANCE_PPM = 30_000;
    private static final Set<String> SEEN = new HashSet<>();

    static Stream<Arguments> pairs() {
        return Pairs.withSeeds(SEEDS);
    }

    @ParameterizedTest(name = "{0} and {1}, seed {2}")
    @MethodSource("pairs")
    @Tag("S13")
    @Tag("S16")
    @Tag("S20")
    void everyJobEndsOnceAndWhenFaultsStopAllEndsInTime(Fault one, Fault other, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Presentation presentation = random.nextBoolean() ? Presentation.FIFO : Presentation.MAILBOX;
        FaultyScreen screen = new FaultyScreen(
                seed,
                presentation,
                2 * FaultyScreen.FRAMES_IN_FLIGHT,
                List.of(Rule.chance(one, CHANCE_PPM), Rule.chance(other, CHANCE_PPM)));
        strikeSometime(screen, one, random);
        strikeSometime(screen, other, random);
        screen.run(TICKS);
        screen.settle();

        note(one, other, screen);
        assertThat(screen.tasks).anyMatch(task -> task.job.outcome() == Outcome.COMPLETED);
    }

    private static void strikeSometime(FaultyScreen screen, Fault fault, SplittableRandom random) {
        Stage stage = screen.stages().get(random.nextInt(screen.stages().size()));
        long nanos = random.nextLong(TICKS / 2 * FaultyScreen.TICK);
        screen.loop.at(nanos, "strike", () -> stage.client.strike(fault));
    }

    private static void note(Fault one, Fault other, FaultyScreen screen) {
        Set<Fault> struck = new HashSet<>();
        screen.stages().forEach(stage -> struck.addAll(stage.faults.injected().keySet()));
        if (struck.contains(one) && struck.contains(other)) {
            SEEN.add(one + " " + other);
        }
    }

    @AfterAll
    static void noPairIsMissing() {
        assertThat(SEEN).hasSize(Pairs.COUNT);
    }
}
