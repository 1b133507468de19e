package dev.baton.proptests.goal;

import dev.baton.explore.Search;
import dev.baton.explore.step.JobBuilder;
import dev.baton.explore.step.StepProgram;
import dev.baton.explore.strategy.Strategy;

import java.time.Duration;
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
        // Clients are alike: the order of their modes makes no difference.
        for (int one = 0; one < MODES && whole; one++) {
            for (int two = one; two < MODES && whole; two++) {
                for (int three = two; three < MODES && whole; three++) {
                    tryAll(new int[] {one, two, three}, begin + seconds);
                }
            }
        }
        return Measured.of(
                whole,
                String.format(
                        Locale.ROOT,
                        "%s; %,d of 816 assignments of modes, %,d schedules that differ, %,d"
                                + " abandoned, in %.1f s of CPU; nothing found",
                        whole ? "all" : "not all within " + (long) seconds + " s",
                        programs,
                        schedules - abandoned,
                        abandoned,
                        Cpu.seconds() - begin));
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
        for (int i = 0; i < 2; i++) {
            take(job, "A", (bits >> 2 * i & 1) == 1);
            take(job, "B", (bits >> 2 * i & 2) == 2);
            job.release("A").release("B");
        }
        return job;
    }

    private static void take(JobBuilder job, String buffer, boolean shared) {
        if (shared) {
            job.takeShared(buffer);
        } else {
            job.take(buffer);
        }
    }
}
