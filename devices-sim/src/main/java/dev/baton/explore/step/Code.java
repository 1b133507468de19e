package dev.baton.explore.step;

import dev.baton.explore.step.StepProgram.JobSteps;
import dev.baton.explore.step.StepProgram.Surroundings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A program made ready to run: names are numbers, and branches are jumps. */
final class Code {
    /** The names of all objects; an object's number is its place. */
    final List<String> objects = new ArrayList<>();

    final List<JobCode> jobs = new ArrayList<>();
    final Surroundings around;
    final int[] capacities;

    private final Map<String, Integer> numbers = new HashMap<>();

    /** One job. */
    record JobCode(String name, Instruction[] instructions) {}

    Code(List<JobSteps> program, Surroundings around) {
        this.around = around;
        for (JobSteps job : program) {
            List<Instruction> flat = new ArrayList<>();
            flatten(job.steps(), flat);
            List<Instruction> all = around.dispatched() ? Sections.of(job.name(), flat) : flat;
            all.forEach(this::number);
            jobs.add(new JobCode(job.name(), all.toArray(new Instruction[0])));
        }
        around.atEnd().forEach(step -> step.objects().forEach(this::number));
        capacities = objects.stream().mapToInt(around::capacity).toArray();
        new Footprints(this).fill();
    }

    private static void flatten(List<Step> steps, List<Instruction> flat) {
        for (Step step : steps) {
            List<Instruction> body = new ArrayList<>();
            flatten(step.body(), body);
            flat.add(new Instruction(step, body.size()));
            flat.addAll(body);
        }
    }

    private void number(Instruction instruction) {
        List<String> names = instruction.step.objects();
        instruction.object = names.isEmpty() ? Instruction.NONE : number(names.get(0));
        instruction.other = names.size() < 2 ? Instruction.NONE : number(names.get(1));
    }

    int number(String object) {
        return numbers.computeIfAbsent(object, name -> {
            objects.add(name);
            return objects.size() - 1;
        });
    }

    /** Whether a step can wait for another job, or expects something. */
    boolean canFail() {
        Map<Integer, Integer> users = new HashMap<>();
        for (JobCode job : jobs) {
            Set<Integer> taken = new HashSet<>();
            for (Instruction step : job.instructions()) {
                if (step.op == Op.EXPECT || step.op.waits()) {
                    return true;
                }
                if (step.op.isTake() || step.op == Op.LOCK) {
                    taken.add(step.object);
                }
            }
            taken.forEach(object -> users.merge(object, 1, Integer::sum));
        }
        return users.values().stream().anyMatch(count -> count > 1);
    }

    /** How many buffers are taken by some job. */
    int buffers() {
        return (int) jobs.stream()
                .flatMap(job -> Arrays.stream(job.instructions()))
                .filter(step -> step.op.isTake() && step.op != Op.LOCK)
                .mapToInt(step -> step.object)
                .distinct()
                .count();
    }

    /** How many steps the whole program has. */
    int steps() {
        return jobs.stream().mapToInt(job -> job.instructions().length).sum();
    }
}
