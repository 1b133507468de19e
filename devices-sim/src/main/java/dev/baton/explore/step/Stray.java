package dev.baton.explore.step;

import dev.baton.explore.step.StepProgram.JobSteps;
import dev.baton.explore.step.StepProgram.Surroundings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntBinaryOperator;

/**
 * A name in a step that refers to nothing, mostly a typing error.
 *
 * @param job whose step it is
 * @param step the very one, told apart by identity
 * @param at which of the step's names
 * @param noun what it should have been
 * @param known all that it could have been
 */
record Stray(String job, Step step, int at, String noun, Set<String> known) {
    /** The first one of a program. */
    static Optional<Stray> first(List<JobSteps> jobs, Surroundings around) {
        return jobs.stream()
                .flatMap(job -> new Walk(job.name(), around, Math::max).of(job.steps()).stream())
                .findFirst();
    }

    /** The steps of one job that give back what it cannot have. */
    static List<Step> returns(List<Step> steps) {
        return returns(steps, Math::max);
    }

    /** Whether there is a way through a job's branches on which it gives back what it has not. */
    static boolean mayReturn(JobSteps job) {
        return !returns(job.steps(), Math::min).isEmpty();
    }

    private static List<Step> returns(List<Step> steps, IntBinaryOperator join) {
        Surroundings nothing = new Surroundings(Map.of(), List.of(), false);
        return new Walk("", nothing, join).of(steps).stream().map(Stray::step).toList();
    }

    String name() {
        return step.objects().get(at);
    }

    @Override
    public String toString() {
        return "job " + job + ", " + step + ": " + name() + " is no " + noun + "; there is "
                + (known.isEmpty() ? "none" : String.join(", ", known));
    }

    /** Goes through a job, and keeps how often it has what. */
    private static final class Walk {
        private final String job;
        private final Map<String, Integer> queues;

        /** How often it has something behind a branch, of how often with it and without. */
        private final IntBinaryOperator join;

        private final List<Stray> found = new ArrayList<>();

        Walk(String job, Surroundings around, IntBinaryOperator join) {
            this.job = job;
            this.join = join;
            this.queues = around.capacities();
        }

        List<Stray> of(List<Step> steps) {
            go(steps, new LinkedHashMap<>());
            return found;
        }

        private void go(List<Step> steps, Map<String, Integer> held) {
            for (Step step : steps) {
                switch (step.op()) {
                    case TAKE, TAKE_SHARED, LOCK ->
                        held.merge(step.objects().get(0), 1, Integer::sum);
                    case RELEASE, UNLOCK -> {
                        giveBack(step, 0, held);
                        held.computeIfPresent(
                                step.objects().get(0), (same, n) -> n == 1 ? null : n - 1);
                    }
                    case WAIT -> giveBack(step, 1, held);
                    case PUT, GET -> queue(step);
                    case WHEN -> {
                        Map<String, Integer> then = new LinkedHashMap<>(held);
                        go(step.body(), then);
                        join(held, then);
                    }
                    default -> {}
                }
            }
        }

        private void join(Map<String, Integer> held, Map<String, Integer> then) {
            then.keySet().forEach(name -> held.putIfAbsent(name, 0));
            held.replaceAll((name, n) -> join.applyAsInt(n, then.getOrDefault(name, 0)));
            held.values().removeIf(n -> n == 0);
        }

        private void giveBack(Step step, int at, Map<String, Integer> held) {
            if (!held.containsKey(step.objects().get(at))) {
                Set<String> has = new LinkedHashSet<>(held.keySet());
                found.add(new Stray(job, step, at, "buffer or lock that the job has here", has));
            }
        }

        /** Where no queue is declared, each holds one item. */
        private void queue(Step step) {
            if (!queues.isEmpty() && !queues.containsKey(step.objects().get(0))) {
                found.add(new Stray(job, step, 0, "queue that is declared", queues.keySet()));
            }
        }
    }
}
