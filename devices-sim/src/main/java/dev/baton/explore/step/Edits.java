package dev.baton.explore.step;

import dev.baton.explore.step.StepProgram.JobSteps;
import dev.baton.explore.step.StepProgram.Surroundings;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Everything smaller than a program by one edit, in this order: all work dropped, a job dropped, an
 * object dropped, two buffers merged, an access made shared, a step dropped, a queue made smaller.
 * Merging is what shortens a ring: no job of a ring of n can be dropped.
 */
final class Edits {
    private final StepProgram program;
    private final List<StepProgram> smaller = new ArrayList<>();

    private Edits(StepProgram program) {
        this.program = program;
    }

    static List<StepProgram> of(StepProgram program) {
        Edits edits = new Edits(program);
        edits.dropWork();
        edits.dropJobs();
        edits.dropObjects();
        edits.merge();
        edits.editEach(step -> step.op() == Op.TAKE ? List.of(step.with(Op.TAKE_SHARED)) : null);
        edits.editEach(step -> List.of());
        edits.editEach(step -> step.op() == Op.WHEN ? step.body() : null);
        edits.shrinkQueues();
        return edits.smaller;
    }

    /** What is no program is left out, such as what has no set that is known to a dispatcher. */
    private void add(Supplier<StepProgram> edited) {
        try {
            smaller.add(edited.get());
        } catch (IllegalArgumentException e) {
            return;
        }
    }

    private void dropJobs() {
        for (int i = 0; i < program.jobs().size(); i++) {
            List<JobSteps> rest = new ArrayList<>(program.jobs());
            rest.remove(i);
            add(() -> program.with(rest));
        }
    }

    private void dropObjects() {
        for (String object : objects(step -> true)) {
            editAll(step -> step.objects().contains(object) ? List.of() : null);
        }
    }

    private void merge() {
        List<String> taken = objects(step -> step.op().isTake());
        for (int i = 0; i < taken.size(); i++) {
            for (String gone : taken.subList(i + 1, taken.size())) {
                String kept = taken.get(i);
                UnaryOperator<String> rename = name -> name.equals(gone) ? kept : name;
                editAll(step -> List.of(step.renamed(rename)));
            }
        }
    }

    private void dropWork() {
        if (program.jobs().stream().anyMatch(job -> job.steps().contains(Step.of(Op.WORK)))) {
            editAll(step -> step.op() == Op.WORK ? List.of() : null);
        }
    }

    private void shrinkQueues() {
        Surroundings around = program.around();
        around.capacities().forEach((queue, capacity) -> {
            Map<String, Integer> fewer = new LinkedHashMap<>(around.capacities());
            fewer.computeIfPresent(queue, (name, items) -> items == 1 ? null : items - 1);
            add(() -> program.with(new Surroundings(fewer, around.atEnd(), around.dispatched())));
        });
    }

    private List<String> objects(Predicate<Step> wanted) {
        Set<String> names = new LinkedHashSet<>();
        program.jobs()
                .forEach(job -> rewritten(job.steps(), step -> {
                    if (wanted.test(step)) {
                        names.addAll(step.objects());
                    }
                    return null;
                }));
        return List.copyOf(names);
    }

    /** Edits every step that it finds something for. */
    private void editAll(Edit edit) {
        List<JobSteps> edited = new ArrayList<>();
        program.jobs().forEach(job -> edited.add(edited(job, edit)));
        add(() -> program.with(edited));
    }

    /** Edits one step, and then instead the next one. */
    private void editEach(Edit edit) {
        for (int i = 0; i < program.jobs().size(); i++) {
            JobSteps job = program.jobs().get(i);
            int[] count = {0};
            rewritten(job.steps(), step -> {
                count[0]++;
                return null;
            });
            for (int place = 0; place < count[0]; place++) {
                editAt(i, place, edit);
            }
        }
    }

    private void editAt(int index, int place, Edit edit) {
        int[] left = {place};
        JobSteps job = program.jobs().get(index);
        JobSteps edited = edited(job, step -> left[0]-- == 0 ? edit.of(step) : null);
        if (!edited.equals(job)) {
            List<JobSteps> others = new ArrayList<>(program.jobs());
            others.set(index, edited);
            add(() -> program.with(others));
        }
    }

    /** What nothing is taken for any more is not given back either. */
    private static JobSteps edited(JobSteps job, Edit edit) {
        List<Step> steps = rewritten(job.steps(), edit);
        Set<Step> stray = Collections.newSetFromMap(new IdentityHashMap<>());
        stray.addAll(Stray.returns(steps));
        return new JobSteps(
                job.name(), rewritten(steps, step -> stray.contains(step) ? List.of() : null));
    }

    private static List<Step> rewritten(List<Step> steps, Edit edit) {
        List<Step> all = new ArrayList<>();
        for (Step step : steps) {
            List<Step> instead = edit.of(step);
            if (instead != null) {
                all.addAll(instead);
            } else {
                all.add(step.body().isEmpty() ? step : step.with(rewritten(step.body(), edit)));
            }
        }
        return all;
    }

    /** What stands in place of a step; null for itself. */
    private interface Edit {
        @Nullable
        List<Step> of(Step step);
    }
}
