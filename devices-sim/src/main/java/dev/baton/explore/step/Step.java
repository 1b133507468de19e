package dev.baton.explore.step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One step of a job, as data, so that it can be dropped, changed and printed. {@link JobBuilder}
 * makes them.
 *
 * @param op what it does
 * @param objects the names of what it does it to
 * @param relation of the first object to the value, for what compares
 * @param value a number, for what needs one
 * @param body the steps that it may skip
 */
record Step(Op op, List<String> objects, Relation relation, int value, List<Step> body) {
    static Step of(Op op, String... objects) {
        return new Step(op, List.of(objects), Relation.EQUAL, 0, List.of());
    }

    Step with(Op other) {
        return new Step(other, objects, relation, value, body);
    }

    Step with(List<Step> steps) {
        return new Step(op, objects, relation, value, List.copyOf(steps));
    }

    Step renamed(UnaryOperator<String> rename) {
        return new Step(
                op,
                objects.stream().map(rename).toList(),
                relation,
                value,
                body.stream().map(step -> step.renamed(rename)).toList());
    }

    /** What it compares, in words. */
    String comparison() {
        return objects.get(0) + " " + relation.sign + " " + value;
    }

    /** As it is written with a {@link JobBuilder}. */
    @Override
    public String toString() {
        List<String> arguments = new ArrayList<>();
        objects.forEach(object -> arguments.add('"' + object + '"'));
        if (op.compares()) {
            arguments.add(relation.name());
        }
        if (op.compares() || op == Op.SET || op == Op.ADD) {
            arguments.add(String.valueOf(value));
        }
        if (op == Op.WHEN) {
            arguments.add("then -> then" + chain(body));
        }
        return op.word + "(" + String.join(", ", arguments) + ")";
    }

    static String chain(List<Step> steps) {
        return steps.stream().map(step -> "." + step).collect(Collectors.joining());
    }
}
