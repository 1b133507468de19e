package dev.baton.explore.step;

import dev.baton.explore.step.Code.JobCode;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Works out what each step reads and writes, for strategies that leave out orders that do not
 * matter. What only one job names is left out of its footprints. With more than 64 objects some
 * share a bit: then fewer orders are left out, and none wrongly.
 */
final class Footprints {
    private final Code code;
    private final Map<Integer, Integer> users = new HashMap<>();

    Footprints(Code code) {
        this.code = code;
    }

    void fill() {
        for (JobCode job : code.jobs) {
            Set<Integer> named = new HashSet<>();
            for (Instruction instruction : job.instructions()) {
                named.add(instruction.object);
                named.add(instruction.other);
            }
            named.forEach(object -> users.merge(object, 1, Integer::sum));
        }
        code.jobs.forEach(this::fill);
    }

    private void fill(JobCode job) {
        long taken = 0;
        long read = 0;
        Set<Integer> written = new HashSet<>();
        for (Instruction instruction : job.instructions()) {
            if (instruction.op == Op.TAKE_SHARED) {
                read |= bit(instruction.object);
            } else if (instruction.op.isTake()) {
                taken |= bit(instruction.object);
                written.add(instruction.object);
            }
        }
        long set = 0;
        for (int i = 0; i < job.instructions().length; i++) {
            Instruction instruction = job.instructions()[i];
            set = instruction.op == Op.SUBMIT ? bits(instruction.set) : set;
            fill(instruction, written, set);
            // On a dispatcher a grant decides, and nothing undoes it: only its owner sees it taken.
            if (code.around.dispatched() && instruction.op.isTake()) {
                instruction.reads = 0;
                instruction.writes = 0;
            }
            // At its end a job gives back what it still holds.
            if (i + 1 + instruction.skip >= job.instructions().length) {
                instruction.reads |= read;
                instruction.writes |= taken;
            }
        }
    }

    private void fill(Instruction instruction, Set<Integer> written, long set) {
        long first = bit(instruction.object);
        long second = bit(instruction.other);
        switch (instruction.op) {
            case TAKE, TAKE_SHARED, LOCK, RELEASE, UNLOCK -> {
                boolean shared = !written.contains(instruction.object);
                instruction.reads = shared ? first : 0;
                instruction.writes = shared ? 0 : first;
            }
            case SUBMIT -> instruction.writes = set;
            case WORK -> instruction.reads = 0;
            case AWAIT, EXPECT, WHEN -> instruction.reads = first;
            case COPY -> {
                instruction.reads = first;
                instruction.writes = second;
            }
            default -> instruction.writes = first | second;
        }
    }

    private long bits(List<Step> set) {
        return set.stream()
                .mapToLong(step -> bit(code.number(step.objects().get(0))))
                .reduce(0, (one, other) -> one | other);
    }

    private long bit(int object) {
        return object == Instruction.NONE || users.getOrDefault(object, 0) < 2 ? 0 : 1L << object;
    }
}
