package dev.baton.proptests;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.explore.Acquisition;
import dev.baton.explore.Step;
import dev.baton.explore.Step.Take;
import dev.baton.explore.StepProgram.JobSteps;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How jobs own buffers on the engine: each submits its whole set when it arrives and goes on once
 * it is granted. The order of taking does not matter any more.
 */
final class AllAtOnce implements Acquisition {
    private final Dispatcher dispatcher;
    private final Map<String, SyncQueue> queues = new TreeMap<>();
    private final Map<Integer, Job> jobs = new TreeMap<>();
    private final Map<Integer, JobSteps> programs = new TreeMap<>();

    AllAtOnce(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public void arrive(int job, JobSteps steps) {
        AccessSet.Builder set = AccessSet.builder();
        for (Step step : steps.steps()) {
            if (step instanceof Take take) {
                set.add(queue(take.buffer()), take.mode());
            }
        }
        programs.put(job, steps);
        jobs.put(job, dispatcher.submit(set.build(), granted -> {}));
    }

    @Override
    public boolean mayTake(int job, Take take) {
        return isGranted(job);
    }

    @Override
    public void take(int job, Take take) {}

    @Override
    public void release(int job, String buffer) {
        jobOf(job).release(queue(buffer));
    }

    @Override
    public void leave(int job) {
        Job leaving = jobOf(job);
        if (leaving.outcome() == null && !leaving.cancel()) {
            leaving.release();
        }
    }

    @Override
    public List<Integer> holders(int job, Take take) {
        return programs.keySet().stream()
                .filter(other -> other != job && isGranted(other))
                .filter(other -> programs.get(other).steps().stream()
                        .anyMatch(step -> step instanceof Take theirs
                                && theirs.buffer().equals(take.buffer())
                                && Step.conflict(theirs.mode(), take.mode())))
                .toList();
    }

    private boolean isGranted(int job) {
        return jobOf(job).isGranted();
    }

    private Job jobOf(int job) {
        return Objects.requireNonNull(jobs.get(job));
    }

    private SyncQueue queue(String buffer) {
        return queues.computeIfAbsent(buffer, SyncQueue::new);
    }
}
