package dev.baton.explore.step;

import java.util.List;

/** A step made ready to run. */
final class Instruction {
    /** No object. */
    static final int NONE = -1;

    final Step step;
    final Op op;

    /** How many instructions a {@link Op#WHEN} jumps over if its comparison does not hold. */
    final int skip;

    /** The steps that take, for {@link Op#SUBMIT}. */
    final List<Step> set;

    /** The numbers of its objects. */
    int object = NONE;

    int other = NONE;

    /** What the strategies see: a bit for each object, if another job knows it. */
    long reads;

    long writes;

    Instruction(Step step, int skip) {
        this(step, skip, List.of());
    }

    Instruction(Step step, int skip, List<Step> set) {
        this.step = step;
        this.op = step.op();
        this.skip = skip;
        this.set = set;
    }
}
