package dev.baton.proptests;

import dev.baton.engine.AccessMode;
import dev.baton.engine.PoisonPolicy;

import java.util.List;

/**
 * A sequence of operations on one dispatcher, free of the engine's objects: the same one can be run
 * on the engine and on the {@link SequentialModel}. Jobs and queues are numbers; a number beyond
 * what there is wraps around.
 *
 * @param queues how many queues
 * @param operations what happens, in order
 */
public record Workload(int queues, List<Operation> operations) {
    /** One wish; a queue may be named twice. The number behind the last queue means all of them. */
    public record Wish(int queue, AccessMode mode) {}

    /** What a client does with what it is given. */
    public enum Manner {
        /** Keeps it. */
        KEEPING,
        /** Releases the job inside the grant. */
        AT_ONCE,
        /** Releases each access inside the notice that it is owned. */
        EAGER,
        /** Is the engine's own, that closes a queue. */
        CLOSING
    }

    /** One call. */
    public sealed interface Operation {}

    /**
     * Submits the next job; it waits at most so many ticks for a gate, or expires after so many if it
     * has none; 0: never.
     */
    public record Submit(
            List<Wish> wishes, Manner manner, PoisonPolicy onPoison, int expiresIn, int gatedFor)
            implements Operation {
        public Submit {
            expiresIn = gatedFor == 0 ? expiresIn : 0; // which comes first at one tick is left open
        }
    }

    /** Ends a job if it is granted. */
    public record Release(int job, boolean failing) implements Operation {}

    /** Ends one access of a job if it is owned. */
    public record ReleaseOne(int job, int queue) implements Operation {}

    /** Makes one access of a job shared if it is owned. */
    public record Downgrade(int job, int queue) implements Operation {}

    /** Withdraws a job if it waits. */
    public record Cancel(int job) implements Operation {}

    /** Opens the gate of a job, if it has one. */
    public record Signal(int job) implements Operation {}

    /** Closes a queue. */
    public record Close(int queue) implements Operation {}

    /** Tells that the client of a job has died. */
    public record Kill(int job) implements Operation {}

    /** Lets time pass. */
    public record Advance(int ticks) implements Operation {}
}
