package dev.baton.explore;

import dev.baton.explore.Step.Release;
import dev.baton.explore.Step.Take;
import dev.baton.explore.StepProgram.JobSteps;
import dev.baton.law.WaitForGraph;
import dev.baton.sim.Scheduler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run of a {@link StepProgram}: again and again the scheduler chooses among the jobs that can
 * go on, and one does one step. It ends when all have ended, or when none can go on.
 *
 * <p>For one thread.
 *
 * @since 0.1
 */
public final class Execution {
    private static final int NOT_ARRIVED = -1;

    private final StepProgram program;
    private final Acquisition acquisition;
    private final List<Runner> runners = new ArrayList<>();
    private final List<Integer> went = new ArrayList<>();

    private Execution(StepProgram program, Acquisition acquisition) {
        this.program = program;
        this.acquisition = acquisition;
        for (int i = 0; i < program.jobs().size(); i++) {
            runners.add(new Runner(i, program.jobs().get(i)));
        }
    }

    /**
     * Runs a program.
     *
     * @param program what runs
     * @param acquisition how its jobs come to own buffers; a fresh one
     * @param scheduler chooses who goes on
     * @return the deadlock in which it ended, or nothing if all jobs ended
     */
    public static Optional<Deadlock> run(
            StepProgram program, Acquisition acquisition, Scheduler scheduler) {
        Execution execution = new Execution(program, acquisition);
        List<Runner> ready = execution.ready();
        while (!ready.isEmpty()) {
            execution.step(ready.get(scheduler.nextTask(ready)));
            ready = execution.ready();
        }
        return execution.deadlock();
    }

    private List<Runner> ready() {
        return runners.stream().filter(Runner::canGoOn).toList();
    }

    private void step(Runner runner) {
        went.add(runner.index);
        runner.step();
    }

    private Optional<Deadlock> deadlock() {
        WaitForGraph<String> waits = new WaitForGraph<>();
        boolean stuck = false;
        for (Runner runner : runners) {
            if (!runner.hasEnded() && runner.next() instanceof Take take) {
                stuck = true;
                for (int holder : acquisition.holders(runner.index, take)) {
                    waits.add(
                            runner.name(),
                            "waits for buffer " + take.buffer() + " held by",
                            runners.get(holder).name());
                }
            }
        }
        return stuck
                ? Optional.of(new Deadlock(program, new Schedule(went), waits.cycle()))
                : Optional.empty();
    }

    /** One job on its way. */
    private final class Runner implements SteppedTask {
        private final int index;
        private final JobSteps job;
        private int position = NOT_ARRIVED;
        private int held;

        Runner(int index, JobSteps job) {
            this.index = index;
            this.job = job;
        }

        @Override
        public String name() {
            return job.name();
        }

        @Override
        public int job() {
            return index;
        }

        @Override
        public boolean holds() {
            return held > 0;
        }

        @Override
        public boolean takes() {
            return position >= 0 && next() instanceof Take;
        }

        Step next() {
            return job.steps().get(position);
        }

        boolean hasEnded() {
            return position == job.steps().size();
        }

        boolean canGoOn() {
            return !hasEnded()
                    && (position == NOT_ARRIVED
                            || !(next() instanceof Take take)
                            || acquisition.mayTake(index, take));
        }

        void step() {
            if (position == NOT_ARRIVED) {
                acquisition.arrive(index, job);
            } else if (next() instanceof Take take) {
                acquisition.take(index, take);
                held++;
            } else if (next() instanceof Release release) {
                acquisition.release(index, release.buffer());
                held--;
            }
            position++;
            if (hasEnded()) {
                acquisition.leave(index);
            }
        }
    }
}
