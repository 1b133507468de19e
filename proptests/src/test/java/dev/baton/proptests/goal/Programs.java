package dev.baton.proptests.goal;

import dev.baton.explore.step.StepProgram;

import java.util.Random;

/** Pipelines to search. */
final class Programs {
    private Programs() {}

    /** Each takes its own buffer, shared or not, and then its neighbour's; beside them a reader. */
    static StepProgram ring(int jobs, int workSteps, boolean shared) {
        StepProgram.Builder ring = StepProgram.named("ring");
        for (int i = 0; i < jobs; i++) {
            String own = letter(i);
            String next = letter((i + 1) % jobs);
            ring.job(
                    "job " + (i + 1),
                    job -> (shared ? job.takeShared(own) : job.take(own))
                            .work(workSteps)
                            .take(next));
        }
        return shared ? ring.job("reader", job -> job.takeShared("A")).build() : ring.build();
    }

    /** Five jobs that take two buffers each, the lower one first: they cannot deadlock. */
    static StepProgram ordered() {
        StepProgram.Builder ordered = StepProgram.named("ordered");
        for (int i = 0; i < 5; i++) {
            String low = letter(Math.min(i, (i + 1) % 5));
            String high = letter(Math.max(i, (i + 1) % 5));
            ordered.job("job " + i, job -> job.take(low).take(high).work());
        }
        return ordered.build();
    }

    /** Jobs that take some of a few buffers one by one, in no order, and work in between. */
    static StepProgram random(Random random) {
        int buffers = 2 + random.nextInt(6);
        int jobs = 3 + random.nextInt(13);
        StepProgram.Builder program = StepProgram.named("random");
        for (int i = 0; i < jobs; i++) {
            long seed = random.nextLong();
            program.job("job " + i, job -> {
                Random own = new Random(seed);
                int first = own.nextInt(buffers);
                for (int k = 0; k < 2 + own.nextInt(Math.min(3, buffers) - 1); k++) {
                    job.take(letter((first + k * (buffers - 1)) % buffers)).work(own.nextInt(8));
                }
                return job;
            });
        }
        return program.build();
    }

    static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }
}
