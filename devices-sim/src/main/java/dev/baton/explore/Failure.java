package dev.baton.explore;

import java.util.Objects;

/**
 * How an execution went wrong.
 *
 * @param kind what sort of failure
 * @param signature the same words for failures of the same sort, whatever the jobs are called: the
 *     shrinker keeps it, as a smaller program that fails in another way is no smaller version
 * @param inWords the wait-for cycle, the law broken, or what was expected and what came
 * @param hash of everything that happened up to here
 * @since 0.1
 */
public record Failure(Kind kind, String signature, String inWords, long hash) {
    /** A signature that begins so is that of jobs that wait for one another. */
    private static final String CYCLE = "cycle";

    /** What sort of failure it is. */
    public enum Kind {
        /** Jobs wait that will never go on. */
        DEADLOCK,
        /** A law of the engine was broken. */
        LAW,
        /** What the workload expects of itself did not come true. */
        EXPECTATION
    }

    /**
     * Refuses null.
     *
     * @param kind what sort of failure
     * @param signature the same words for failures of the same sort
     * @param inWords what happened
     * @param hash of everything that happened
     */
    public Failure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(signature, "signature");
        Objects.requireNonNull(inWords, "inWords");
    }

    /**
     * Whether jobs wait for one another, in a circle: then whatever is taken away, it means something.
     *
     * @return false of other deadlocks, such as a wait for what nobody will do
     */
    boolean isCycle() {
        return kind == Kind.DEADLOCK && signature.startsWith(CYCLE);
    }

    /**
     * Whether another failure is of the same sort.
     *
     * @param other another
     * @return true if kind and signature are equal
     */
    public boolean isLike(Failure other) {
        return kind == other.kind && signature.equals(other.signature);
    }
}
