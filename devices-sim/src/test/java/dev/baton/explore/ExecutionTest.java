package dev.baton.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.explore.Step.Release;
import dev.baton.explore.Step.Take;
import dev.baton.explore.StepProgram.JobSteps;

import org.junit.jupiter.api.Test;

import java.util.List;

class ExecutionTest {
    private static final Schedule BOTH_HOLD = new Schedule(List.of(0, 0, 1, 1));

    @Test
    void cycleIsPutInWords() {
        Deadlock deadlock = Execution.run(
                        Rings.of(2, 0), new OneByOne(), new ReplayScheduler(BOTH_HOLD))
                .orElseThrow();

        assertThat(deadlock.inWords())
                .isEqualTo("job 1 waits for buffer B held by job 2,"
                        + " which waits for buffer A held by job 1");
        assertThat(deadlock.schedule()).isEqualTo(BOTH_HOLD);
        assertThat(deadlock.report()).contains("job 1: take A, take B", "schedule: job 1, job 1, ");
    }

    @Test
    void jobsOneAfterTheOtherDoNotDeadlock() {
        Schedule oneAfterTheOther = new Schedule(List.of(0, 0, 0, 1, 1, 1));

        assertThat(Execution.run(
                        Rings.of(2, 0), new OneByOne(), new ReplayScheduler(oneAfterTheOther)))
                .isEmpty();
    }

    @Test
    void readersDoNotWaitForEachOther() {
        List<Step> steps =
                List.of(new Take("A", AccessMode.SHARED), new Take("B", AccessMode.SHARED));
        StepProgram readers = new StepProgram(
                List.of(new JobSteps("job 1", steps), new JobSteps("job 2", steps)));

        assertThat(Execution.run(readers, new OneByOne(), new ReplayScheduler(BOTH_HOLD)))
                .isEmpty();
    }

    @Test
    void bufferGivenBackIsFree() {
        StepProgram program = new StepProgram(List.of(
                new JobSteps(
                        "job 1",
                        List.of(
                                new Take("A", AccessMode.EXCLUSIVE),
                                new Release("A"),
                                new Take("B", AccessMode.EXCLUSIVE))),
                Rings.of(2, 0).jobs().get(1)));
        Schedule givesBack = new Schedule(List.of(0, 0, 0, 1, 1, 0));

        assertThat(Execution.run(program, new OneByOne(), new ReplayScheduler(givesBack)))
                .isEmpty();
    }
}
