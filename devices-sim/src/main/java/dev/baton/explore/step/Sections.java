package dev.baton.explore.step;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what a job takes until it has given everything back: the sets for a dispatcher. */
final class Sections {
    private Sections() {}

    /** The same instructions, each section begun by the submission of its set. */
    static List<Instruction> of(String job, List<Instruction> flat) {
        List<Instruction> all = new ArrayList<>();
        List<Step> set = List.of();
        Map<String, Integer> held = new HashMap<>();
        Set<String> ended = new HashSet<>();
        for (Instruction instruction : flat) {
            Step step = instruction.step;
            check(!isOpen(instruction), job, step);
            if (step.op().isTake()) {
                if (held.isEmpty()) {
                    set = new ArrayList<>();
                    ended.clear();
                    all.add(new Instruction(Step.of(Op.SUBMIT), 0, set));
                }
                check(!ended.contains(step.objects().get(0)), job, step);
                set.add(step);
                held.merge(step.objects().get(0), 1, Integer::sum);
            } else if (step.op().isRelease()) {
                String name = step.objects().get(0);
                held.computeIfPresent(name, (same, times) -> times == 1 ? null : times - 1);
                if (!held.containsKey(name)) {
                    ended.add(name);
                }
            }
            all.add(instruction);
        }
        return all;
    }

    /** What it takes depends on what others do. */
    private static boolean isOpen(Instruction instruction) {
        return instruction.op == Op.WAIT
                || instruction.step.body().stream()
                        .anyMatch(step -> step.op().isTake()
                                || step.op().isRelease()
                                || step.op() == Op.WHEN);
    }

    private static void check(boolean known, String job, Step step) {
        if (!known) {
            throw new IllegalArgumentException("job " + job + ": what " + step + " takes or gives"
                    + " back is no part of a set that is known beforehand, so it cannot go to a"
                    + " dispatcher (S1); let the job take each buffer once, and outside of 'when'");
        }
    }
}
