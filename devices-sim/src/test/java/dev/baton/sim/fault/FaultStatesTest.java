package dev.baton.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.fault.FaultyPipeline.JobState;
import dev.baton.sim.fault.FaultyPipeline.Task;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Each fault strikes once, while one job of a device that works is in each state (G16). */
class FaultStatesTest {
    private static final int VICTIM = 12; // the task's number: even ones produce, odd ones consume
    private static final int TICKS_AFTER = 100; // a clock jump takes 60
    private static final long LOOK = 20_000;
    private static final Set<String> CELLS = new HashSet<>();

    static Stream<Arguments> cells() {
        return Pairs.MATRIX.stream()
                .flatMap(fault -> Arrays.stream(JobState.values())
                        .flatMap(state -> Stream.of(VICTIM, VICTIM + 1)
                                .map(victim -> Arguments.of(fault, state, victim))));
    }

    @ParameterizedTest
    @MethodSource("cells")
    @Tag("S13")
    @Tag("S16")
    void everyJobEndsOnceAndTheInnocentComplete(Fault fault, JobState state, int victim) {
        long seed = 31L * fault.ordinal() + state.ordinal();
        FaultyPipeline pipeline = new FaultyPipeline(seed, List.of());
        Task task = awaitState(pipeline, state, victim);

        strike(fault, task);
        pipeline.loop.runUntil(pipeline.loop.nowNanos() + TICKS_AFTER * FaultyPipeline.TICK);
        pipeline.settle();

        Stage stage = task.stage;
        assertThat(stage.faults.injected()).as("seed " + seed).containsOnlyKeys(fault);
        assertThat(pipeline.tasks.size()).as("it went on").isGreaterThan(VICTIM + 40);
        assertThat(pipeline.lost()).isBetween(lostMin(fault, state), lostMax(fault));
        assertThat(pipeline.dispatcher.lateReleases() + stage.interrupt.refused())
                .isGreaterThanOrEqualTo(lateMin(fault, state));
        CELLS.add(fault + " " + state + " " + victim);
    }

    private static Task awaitState(FaultyPipeline pipeline, JobState state, int victim) {
        while (pipeline.tasks.size() <= victim || pipeline.tasks.get(victim).state() != state) {
            assertThat(pipeline.loop.nowNanos()).isLessThan(100 * FaultyPipeline.TICK);
            pipeline.loop.runUntil(pipeline.loop.nowNanos() + LOOK);
        }
        return pipeline.tasks.get(victim);
    }

    private static void strike(Fault fault, Task victim) {
        if (fault == Fault.F4_SPURIOUS_COMPLETION) {
            victim.stage.interrupt.forge(victim.job);
        } else {
            victim.stage.client.strike(fault);
        }
    }

    /** What is struck when its job has ended loses the next one that it gets, if it is told of it. */
    private static long lostMin(Fault fault, JobState state) {
        return switch (fault) {
            case F1_HUNG, F2_LOST_COMPLETION, F8_THROW, F12_REJECT -> 1;
            case F6_CRASH, F7_ZOMBIE -> state.compareTo(JobState.RUNNING) <= 0 ? 1 : 0;
            case F11_RESET -> state == JobState.RUNNING ? 1 : 0;
            default -> 0;
        };
    }

    private static long lostMax(Fault fault) {
        return switch (fault) {
            case F3_DOUBLE_COMPLETION,
                    F4_SPURIOUS_COMPLETION,
                    F5_EARLY_COMPLETION,
                    F10_CLOCK_JUMP -> 0;
            case F6_CRASH, F7_ZOMBIE -> 4; // whatever its client had
            default -> 1;
        };
    }

    /** What comes too early or too late has no effect, and is counted. */
    private static long lateMin(Fault fault, JobState state) {
        return switch (fault) {
            case F3_DOUBLE_COMPLETION, F4_SPURIOUS_COMPLETION, F5_EARLY_COMPLETION -> 1;
            case F7_ZOMBIE -> state == JobState.GRANTED || state == JobState.RUNNING ? 1 : 0;
            default -> 0;
        };
    }

    @AfterAll
    static void noCellIsMissing() {
        assertThat(CELLS).hasSize(Pairs.MATRIX.size() * JobState.values().length * 2);
    }
}
