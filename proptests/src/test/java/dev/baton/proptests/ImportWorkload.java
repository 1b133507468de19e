package dev.baton.proptests;

import java.util.List;

/**
 * A sequence of imports into queues and exports out of them, free of their objects: the same one can
 * be run on them and on a model. Timelines, queues and fences are numbers; a number beyond what there
 * is wraps around.
 *
 * @param timelines how many timelines
 * @param operations what happens, in order
 */
record ImportWorkload(int timelines, List<Operation> operations) {
    /** How many queues. */
    static final int QUEUES = 4;

    /** One call. */
    sealed interface Operation {}

    /** Imports a point of a timeline. */
    record ImportPoint(int timeline, int point, List<Use> uses) implements Operation {}

    /** Imports a fence that there is. */
    record ImportFence(int fence, List<Use> uses) implements Operation {}

    /** Reaches points. */
    record Advance(int timeline, int points) implements Operation {}

    /** Exports what a reader or a writer would wait for. */
    record Export(Use use) implements Operation {}

    /** Merges fences. */
    record Merge(List<Integer> fences) implements Operation {}

    /** A queue, to read or to write. */
    record Use(int queue, boolean exclusive) {}
}
