package dev.baton.proptests;

import dev.baton.engine.AccessMode;

import java.util.List;

/**
 * A sequence of operations on one dispatcher, free of the engine's objects: the same one can be run
 * on the engine and on the {@link SequentialModel}. Jobs and queues are numbers; a number beyond
 * what there is wraps around.
 *
 * @param queues how many queues
 * @param operations what happens, in order
 */
record Workload(int queues, List<Operation> operations) {
    /** One wish; a queue may be named twice. */
    record Wish(int queue, AccessMode mode) {}

    /** One call. */
    sealed interface Operation {}

    /** Submits the next job; {@code atOnce}: its client releases it inside the grant. */
    record Submit(List<Wish> wishes, boolean atOnce) implements Operation {}

    /** Ends a job if it is granted. */
    record Release(int job, boolean failing) implements Operation {}

    /** Ends one access of a job if it is granted. */
    record ReleaseOne(int job, int queue) implements Operation {}

    /** Withdraws a job if it waits. */
    record Cancel(int job) implements Operation {}
}
