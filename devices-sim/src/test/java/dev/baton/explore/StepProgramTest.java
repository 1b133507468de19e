package dev.baton.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessMode;
import dev.baton.explore.Step.Release;
import dev.baton.explore.Step.Take;
import dev.baton.explore.Step.Work;
import dev.baton.explore.StepProgram.JobSteps;

import org.junit.jupiter.api.Test;

import java.util.List;

class StepProgramTest {
    private static final Take SHARED_A = new Take("A", AccessMode.SHARED);
    private static final Take A = new Take("A", AccessMode.EXCLUSIVE);
    private static final Take B = new Take("B", AccessMode.EXCLUSIVE);

    @Test
    void bufferTakenTwiceCountsOnceWithTheStrongerMode() {
        JobSteps job = new JobSteps("job", List.of(SHARED_A, new Work(), A));

        assertThat(job.steps()).containsExactly(A, new Work());
    }

    @Test
    void releaseOfWhatIsNotHeldIsDropped() {
        JobSteps job = new JobSteps("job", List.of(new Release("A"), A, new Release("A")));

        assertThat(job.steps()).containsExactly(A, new Release("A"));
    }

    @Test
    void mergedBuffersAreHeldFromTheFirstTakeToTheLastRelease() {
        StepProgram program = new StepProgram(
                List.of(new JobSteps("job", List.of(A, new Release("A"), B, new Release("B")))));

        StepProgram merged = program.withMergedBuffers("A", "B");

        assertThat(merged.jobs().get(0).steps()).containsExactly(A, new Release("A"));
    }

    @Test
    void mergingShortensARing() {
        StepProgram merged = Rings.of(3, 0).withMergedBuffers("A", "B");

        assertThat(merged.buffers()).containsExactly("A", "C");
        assertThat(merged.jobs().get(0).steps()).containsExactly(A);
    }

    @Test
    void editsLeaveTheProgramAsItWas() {
        StepProgram ring = Rings.of(3, 1);
        ring.withoutJob(0);
        ring.withoutBuffer("A");
        ring.withoutStep(1, 1);

        assertThat(ring).isEqualTo(Rings.of(3, 1));
        assertThat(ring.withoutBuffer("A").buffers()).containsExactly("B", "C");
        assertThat(ring.withoutStep(1, 1).jobs().get(1).steps()).hasSize(2);
        assertThat(ring.withoutJob(0).jobs()).hasSize(2);
    }
}
