package dev.baton.explore.step;

/** Jobs in a ring: each takes its own buffer and then its neighbour's. */
public final class Rings {
    private Rings() {}

    public static StepProgram of(int jobs, int workSteps) {
        StepProgram.Builder ring = StepProgram.named("ring");
        for (int i = 0; i < jobs; i++) {
            String own = letter(i);
            String next = letter((i + 1) % jobs);
            ring.job("job " + (i + 1), job -> job.take(own).work(workSteps).take(next));
        }
        return ring.build();
    }

    private static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }
}
