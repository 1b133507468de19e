package dev.baton.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.sim.fault.Faults.Rule;
import dev.baton.sim.fault.FaultyPipeline.JobState;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A camera with faults: by chance, and each while one of its jobs is in each state (G16). */
class FaultyCameraTest {
    private static final int SEEDS = 4;
    private static final int TICKS = 150;
    private static final int VICTIM = 12;
    private static final int TICKS_AFTER = 100; // a clock jump takes 60
    private static final long LOOK = 20_000;

    static Stream<Arguments> faults() {
        return Pairs.MATRIX.stream()
                .flatMap(fault -> LongStream.rangeClosed(1, SEEDS)
                        .mapToObj(seed -> Arguments.of(fault, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("faults")
    @Tag("S13")
    @Tag("S16")
    void everyBufferComesBackAndTheCameraGoesOn(Fault fault, long seed) {
        FaultyCamera camera = new FaultyCamera(seed, List.of(Rule.chance(fault, 50_000)));
        camera.loop.runUntil(TICKS * FaultyCamera.TICK);
        camera.settle();
        assertThat(camera.faults.injected()).containsOnlyKeys(fault);
    }

    static Stream<Arguments> cells() {
        return Pairs.MATRIX.stream()
                .flatMap(fault -> Arrays.stream(JobState.values())
                        .flatMap(state -> LongStream.rangeClosed(1, 2)
                                .mapToObj(seed -> Arguments.of(fault, state, seed))));
    }

    @ParameterizedTest(name = "{0} while {1}, seed {2}")
    @MethodSource("cells")
    @Tag("S13")
    @Tag("S16")
    void aFaultInAnyStateLosesNoMoreThanItMust(Fault fault, JobState state, long seed) {
        FaultyCamera camera = new FaultyCamera(seed, List.of());
        Job victim = awaitState(camera, state);
        if (fault == Fault.F4_SPURIOUS_COMPLETION) {
            camera.interrupt.forge(victim);
        } else {
            camera.client.strike(fault);
        }
        camera.loop.runUntil(camera.loop.nowNanos() + TICKS_AFTER * FaultyCamera.TICK);
        long lost = camera.captures.stream()
                .filter(job -> job.outcome() != null && job.outcome() != Outcome.COMPLETED)
                .count();
        camera.settle();

        assertThat(camera.faults.injected()).containsOnlyKeys(fault);
        assertThat(lost).isLessThanOrEqualTo(lostMax(fault));
    }

    private static Job awaitState(FaultyCamera camera, JobState state) {
        while (true) {
            for (int i = VICTIM; i < camera.captures.size(); i++) {
                if (camera.state(camera.captures.get(i)) == state) {
                    return camera.captures.get(i);
                }
            }
            assertThat(camera.loop.nowNanos()).isLessThan(100 * FaultyCamera.TICK);
            camera.loop.runUntil(camera.loop.nowNanos() + LOOK);
        }
    }

    private static int lostMax(Fault fault) {
        return switch (fault) {
            case F3_DOUBLE_COMPLETION,
                    F4_SPURIOUS_COMPLETION,
                    F5_EARLY_COMPLETION,
                    F10_CLOCK_JUMP -> 0;
            case F6_CRASH, F7_ZOMBIE, F11_RESET -> 3; // all that it has
            default -> 1;
        };
    }
}
