package dev.baton.explore;

import dev.baton.engine.AccessMode;
import dev.baton.explore.Step.Release;
import dev.baton.explore.Step.Take;
import dev.baton.explore.Step.Work;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A few jobs as lists of steps: small enough to try thousands of schedules a second. Immutable; the
 * edits below are what the {@link Shrinker} tries, and each gives a valid program again.
 *
 * @param jobs the jobs, each on a thread of its own
 * @since 0.1
 */
public record StepProgram(List<JobSteps> jobs) {
    /**
     * One job.
     *
     * @param name for reports
     * @param steps what it does, in order; a buffer is taken at most once
     */
    public record JobSteps(String name, List<Step> steps) {
        /**
         * Copies the list; of a buffer taken twice, the first stays, with the stronger mode (S4).
         *
         * @param name for reports
         * @param steps what it does, in order
         */
        public JobSteps {
            steps = withoutDuplicates(steps);
        }

        @Override
        public String toString() {
            return name + ": "
                    + steps.stream().map(Step::toString).collect(Collectors.joining(", "));
        }
    }

    /**
     * Copies the list.
     *
     * @param jobs the jobs
     */
    public StepProgram {
        jobs = List.copyOf(jobs);
    }

    /**
     * The buffers that any job takes.
     *
     * @return their names in alphabetical order
     */
    public Set<String> buffers() {
        Set<String> names = new TreeSet<>();
        for (JobSteps job : jobs) {
            for (Step step : job.steps()) {
                if (step instanceof Take take) {
                    names.add(take.buffer());
                }
            }
        }
        return names;
    }

    StepProgram withoutJob(int index) {
        List<JobSteps> rest = new ArrayList<>(jobs);
        rest.remove(index);
        return new StepProgram(rest);
    }

    StepProgram withoutStep(int job, int step) {
        List<Step> rest = new ArrayList<>(jobs.get(job).steps());
        rest.remove(step);
        return withSteps(job, rest);
    }

    StepProgram withStep(int job, int index, Step step) {
        List<Step> changed = new ArrayList<>(jobs.get(job).steps());
        changed.set(index, step);
        return withSteps(job, changed);
    }

    StepProgram withoutBuffer(String buffer) {
        return mapSteps(steps -> steps.stream()
                .filter(step -> !(step instanceof Take take && take.buffer().equals(buffer)))
                .filter(step -> !(step instanceof Release end && end.buffer().equals(buffer)))
                .toList());
    }

    /** Contracts an edge of the wait-for graph: no removal of jobs alone shortens a ring. */
    StepProgram withMergedBuffers(String kept, String gone) {
        return mapSteps(
                steps -> steps.stream().map(step -> renamed(step, gone, kept)).toList());
    }

    private static Step renamed(Step step, String from, String to) {
        if (step instanceof Take take && take.buffer().equals(from)) {
            return new Take(to, take.mode());
        }
        return step instanceof Release end && end.buffer().equals(from) ? new Release(to) : step;
    }

    private StepProgram withSteps(int job, List<Step> steps) {
        List<JobSteps> changed = new ArrayList<>(jobs);
        changed.set(job, new JobSteps(jobs.get(job).name(), steps));
        return new StepProgram(changed);
    }

    private StepProgram mapSteps(UnaryOperator<List<Step>> change) {
        return new StepProgram(jobs.stream()
                .map(job -> new JobSteps(job.name(), change.apply(job.steps())))
                .toList());
    }

    private static List<Step> withoutDuplicates(List<Step> steps) {
        List<Step> kept = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        Set<String> ended = new HashSet<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step instanceof Take take) {
                if (taken.add(take.buffer())) {
                    kept.add(new Take(take.buffer(), strongestMode(steps, take.buffer())));
                }
            } else if (step instanceof Release end) {
                // Only the last release of what was merged ends it, and only what is held.
                boolean last = steps.subList(i + 1, steps.size()).stream()
                        .noneMatch(later -> concerns(later, end.buffer()));
                if (last && taken.contains(end.buffer()) && ended.add(end.buffer())) {
                    kept.add(step);
                }
            } else {
                kept.add(new Work());
            }
        }
        return List.copyOf(kept);
    }

    private static boolean concerns(Step step, String buffer) {
        return (step instanceof Take take && take.buffer().equals(buffer))
                || (step instanceof Release end && end.buffer().equals(buffer));
    }

    private static AccessMode strongestMode(List<Step> steps, String buffer) {
        boolean exclusive = steps.stream()
                .anyMatch(step -> step instanceof Take take
                        && take.buffer().equals(buffer)
                        && take.mode() == AccessMode.EXCLUSIVE);
        return exclusive ? AccessMode.EXCLUSIVE : AccessMode.SHARED;
    }

    @Override
    public String toString() {
        return jobs.stream().map(JobSteps::toString).collect(Collectors.joining("\n"));
    }
}
