package dev.baton.proptests.goal;

import dev.baton.explore.Search;
import dev.baton.explore.step.JobBuilder;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.strategy.Strategy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** G5: everything that three clients can do with two jobs each on two buffers. */
final class ExhaustiveGoal implements Goal {
    private static final int CLIENTS = 3;
    private static final double SECONDS = 60;

    /** Shared or exclusive, of two jobs on two buffers. */
    private static final int MODES = 1 << 4;

    private long schedules;
    private long abandoned;
    private int programs;
    private boolean whole = true;

    @Override
    public String name() {
        return "G5";
    }

    @Override
    public String aim() {
        return "exhaustive for 3 clients with 2 jobs each on 2 buffers, shared and exclusive, on the"
                + " engine: within 60 s of CPU";
    }

    @Override
    public Measured measure(Duration budget) {
        double begin = Cpu.seconds();
        double seconds = Math.min(SECONDS, budget.toMillis() / 1e3);
        // Clients are alike, and so are buffers: which is which makes no difference.
        for (int one = 0; one < MODES && whole; one++) {
            for (int two = one; two < MODES && whole; two++) {
                for (int three = two; three < MODES && whole; three++) {
                    int[] modes = {one, two, three};
                    if (!isMirrored(modes)) {
                        tryAll(modes, begin + seconds);
                    }
                }
            }
        }
        return Measured.of(
                whole,
                String.format(
                        Locale.ROOT,
                        "%s; %,d of 430 assignments of modes but for symmetry, %,d schedules that differ, %,d"
                                + " abandoned, in %.1f s of CPU; nothing found",
                        whole ? "all" : "not all within " + (long) seconds + " s",
                        programs,
                        schedules - abandoned,
                        abandoned,
                        Cpu.seconds() - begin));
    }

    /** The same with the buffers exchanged comes first. */
    private static boolean isMirrored(int[] modes) {
        int[] mirror = Arrays.stream(modes)
                .map(bits -> (bits & 0b0101) << 1 | (bits & 0b1010) >> 1)
                .sorted()
                .toArray();
        return Arrays.compare(mirror, modes) < 0;
    }

    private void tryAll(int[] modes, double deadline) {
        StepProgram.Builder program = StepProgram.named("all");
        for (int client = 0; client < CLIENTS; client++) {
            int bits = modes[client];
            program.job("client " + client, job -> twoJobs(job, bits));
        }
        StepProgram dispatched = program.build().onDispatcher();
        Search search = new Search(List.of(Strategy.EXHAUSTIVE), 1);
        if (search.find(dispatched, () -> Cpu.seconds() < deadline).isPresent()) {
            throw new AssertionError("the engine fails in " + dispatched.source());
        }
        schedules += search.executions();
        abandoned += search.abandoned();
        whole = search.isExhausted();
        programs += whole ? 1 : 0;
    }

    private static JobBuilder twoJobs(JobBuilder job, int bits) {
        take(job, "A", (bits & 1) != 0);
        take(job, "B", (bits & 2) != 0);
        job.release("A").release("B");
        take(job, "A", (bits & 4) != 0);
        take(job, "B", (bits & 8) != 0);
        return job; // what it still has it gives back at its end
    }

    private static void take(JobBuilder job, String buffer, boolean shared) {
        if (shared) {
            job.takeShared(buffer);
        } else {
            job.take(buffer);
        }
    }
}
