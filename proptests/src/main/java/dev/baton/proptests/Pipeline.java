package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.engine.VirtualTimers;
import dev.baton.explore.step.JobBuilder;
import dev.baton.explore.step.StepProgram;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Jobs on a few buffers, as data. The same pipeline runs on a dispatcher, and, with one buffer taken
 * after the other, as a program of steps whose schedules can be searched. In a property it is what
 * the other clients do while one's own code runs; {@link BatonArbitraries#pipelines} generates them.
 *
 * @param buffers how many there are
 * @param jobs in the order of their submission, where they have the same time
 * @since 0.1
 */
public record Pipeline(int buffers, List<PlannedJob> jobs) {
    /**
     * Copies the list.
     *
     * @param buffers how many there are
     * @param jobs in the order of their submission
     */
    public Pipeline {
        jobs = List.copyOf(jobs);
    }

    /**
     * Bare queues for its buffers.
     *
     * @return fresh ones, by the buffers' numbers
     */
    public List<SyncQueue> queues() {
        return IntStream.range(0, buffers).mapToObj(i -> new SyncQueue(name(i))).toList();
    }

    /**
     * Schedules all its jobs: each is submitted at its time, by timers, and released when it has taken
     * its time. Those of now are submitted before this returns; {@link VirtualTimers#advance} brings
     * the others about.
     *
     * @param dispatcher where they are submitted
     * @param timers of the dispatcher
     * @param queues of the buffers, as {@link #queues} or others
     */
    public void submit(Dispatcher dispatcher, VirtualTimers timers, List<SyncQueue> queues) {
        for (int i = 0; i < jobs.size(); i++) {
            PlannedJob job = jobs.get(i);
            Client client = new Worker("job " + (i + 1), job.times().takesNanos(), timers);
            AccessSet set = job.accessSet(queues);
            Runnable submit =
                    () -> dispatcher.submit(set, client, null, job.options(timers.nowNanos()));
            if (job.times().submitNanos() == 0) {
                submit.run();
            } else {
                timers.at(timers.nowNanos() + job.times().submitNanos(), submit);
            }
        }
    }

    /**
     * Schedules all its jobs on fresh queues, and lets the time pass until all of them must be over.
     *
     * @param dispatcher with nothing else to do
     * @param timers of the dispatcher
     */
    public void run(Dispatcher dispatcher, VirtualTimers timers) {
        submit(dispatcher, timers, queues());
        timers.advance(lasts());
    }

    /**
     * How long its jobs take at most, one after the other.
     *
     * @return from the submission on; after that all of them are over, whoever waited for whom
     */
    public Duration lasts() {
        long latest = 0;
        long sum = 0;
        for (PlannedJob job : jobs) {
            PlannedJob.Times times = job.times();
            latest = Math.max(latest, times.submitNanos() + times.notBeforeNanos());
            sum += times.takesNanos();
        }
        return Duration.ofNanos(latest + sum);
    }

    /**
     * The same as code that takes one buffer after the other, works, and gives all back. A time of 0
     * is no step, any other is one.
     *
     * @return a program, to be explored; {@link StepProgram#onDispatcher} is the cure
     */
    public StepProgram oneByOne() {
        StepProgram.Builder program = StepProgram.named("one by one");
        for (int i = 0; i < jobs.size(); i++) {
            PlannedJob job = jobs.get(i);
            program.job("job " + (i + 1), steps -> steps(job, steps));
        }
        return program.build();
    }

    private static JobBuilder steps(PlannedJob job, JobBuilder steps) {
        Set<Integer> taken = new LinkedHashSet<>();
        job.wishes().forEach(wish -> taken.add(wish.buffer()));
        taken.removeIf(buffer -> job.mode(buffer) == AccessMode.UNORDERED);
        for (int buffer : taken) {
            boolean reads = job.mode(buffer) == AccessMode.SHARED;
            steps = reads ? steps.takeShared(name(buffer)) : steps.take(name(buffer));
        }
        steps = job.times().takesNanos() == 0 ? steps : steps.work();
        for (int buffer : taken) {
            steps = steps.release(name(buffer));
        }
        return steps;
    }

    private static String name(int buffer) {
        return "buffer-" + buffer;
    }

    /** Releases what it is granted when it has worked. */
    private record Worker(String name, long takesNanos, VirtualTimers timers) implements Client {
        @Override
        public void granted(Job job) {
            if (takesNanos == 0) {
                job.release();
            } else {
                timers.at(timers.nowNanos() + takesNanos, job::release);
            }
        }
    }
}
