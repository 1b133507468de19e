package dev.baton.explore;

import dev.baton.engine.AccessMode;
import dev.baton.explore.Step.Take;
import dev.baton.explore.Step.Work;
import dev.baton.explore.StepProgram.JobSteps;

import java.util.ArrayList;
import java.util.List;

/** Jobs in a ring: each takes its own buffer and then its neighbour's. */
final class Rings {
    private Rings() {}

    static StepProgram of(int jobs, int workSteps) {
        List<JobSteps> ring = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            List<Step> steps = new ArrayList<>();
            steps.add(new Take(buffer(i), AccessMode.EXCLUSIVE));
            for (int work = 0; work < workSteps; work++) {
                steps.add(new Work());
            }
            steps.add(new Take(buffer((i + 1) % jobs), AccessMode.EXCLUSIVE));
            ring.add(new JobSteps("job " + (i + 1), steps));
        }
        return new StepProgram(ring);
    }

    static String buffer(int index) {
        return String.valueOf((char) ('A' + index));
    }
}
