package dev.baton.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.fault.FaultyPipeline.JobState;
import dev.baton.sim.fault.FaultyScreen.Task;
import dev.baton.sim.kms.Presentation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Each fault strikes a GPU or a display once, while one of its jobs is in each state (G16). */
@Timeout(60)
class ScreenFaultStatesTest {
    private static final int FRAME = 12;
    private static final int TICKS_AFTER = 100; // a clock jump takes 60
    private static final int SEEDS =
            2; // 1: as in virtual time, with a timeout of the GPU; 2: neither
    private static final int BUFFERS = 3; // so that some drawing waits for one
    private static final long LOOK = 20_000;

    /** For each presentation and seed; a mailbox is granted a flip and latches it in one step. */
    private static final int CELLS_COUNT = 12 * (5 + 5 + 5 + 4) * SEEDS;

    private static final Set<String> CELLS = new HashSet<>();

    static Stream<Arguments> cells() {
        return Pairs.MATRIX.stream()
                .flatMap(fault -> Arrays.stream(JobState.values())
                        .flatMap(state -> Stream.of(Presentation.FIFO, Presentation.MAILBOX)
                                .flatMap(presentation -> Stream.of("draw", "flip")
                                        .filter(victim -> state != JobState.GRANTED
                                                || presentation == Presentation.FIFO
                                                || victim.equals("draw"))
                                        .flatMap(victim -> LongStream.rangeClosed(1, SEEDS)
                                                .mapToObj(seed -> Arguments.of(
                                                        fault,
                                                        state,
                                                        presentation,
                                                        victim,
                                                        seed))))));
    }

    @ParameterizedTest
    @MethodSource("cells")
    @Tag("S13")
    @Tag("S16")
    @Tag("S20")
    void everyJobEndsOnceAndTheInnocentComplete(
            Fault fault, JobState state, Presentation presentation, String victim, long seed) {
        FaultyScreen screen = new FaultyScreen(seed, presentation, BUFFERS, List.of());
        Task task = awaitState(screen, state, victim);
        Stage stage = victim.equals("draw") ? screen.gpu : screen.display;

        if (fault == Fault.F4_SPURIOUS_COMPLETION) {
            stage.interrupt.forge(task.job);
        } else {
            stage.client.strike(fault);
        }
        screen.run(TICKS_AFTER);
        int tasks = screen.tasks.size();
        screen.settle();

        assertThat(stage.faults.injected()).containsOnlyKeys(fault);
        assertThat(tasks)
                .as("it went on")
                .isGreaterThan((FRAME + 15) * FaultyScreen.TASKS_PER_FRAME);
        assertThat(screen.lost()).hasSizeLessThanOrEqualTo(lostMax(fault));
        CELLS.add(fault + " " + state + " " + presentation + " " + victim + seed);
    }

    private static Task awaitState(FaultyScreen screen, JobState state, String name) {
        while (screen.tasks.size() < (FRAME + 1) * FaultyScreen.TASKS_PER_FRAME) {
            screen.run(1);
            assertThat(screen.loop.nowNanos()).isLessThan(100 * FaultyScreen.TICK);
        }
        while (true) {
            for (Task task : screen.tasks) {
                if (task.frame >= FRAME && task.name.equals(name) && task.state() == state) {
                    return task;
                }
            }
            assertThat(screen.loop.nowNanos()).isLessThan(100 * FaultyScreen.TICK);
            screen.loop.runUntil(screen.loop.nowNanos() + LOOK);
        }
    }

    private static int lostMax(Fault fault) {
        return switch (fault) {
            case F3_DOUBLE_COMPLETION,
                    F4_SPURIOUS_COMPLETION,
                    F5_EARLY_COMPLETION,
                    F10_CLOCK_JUMP,
                    F11_RESET -> 0;
            case F6_CRASH, F7_ZOMBIE -> FaultyScreen.FRAMES_IN_FLIGHT_MAX; // what its client had
            default -> 1;
        };
    }

    @AfterAll
    static void noCellIsMissing() {
        assertThat(CELLS).hasSize(CELLS_COUNT);
    }
}
