package dev.baton.explore.strategy;

/**
 * A workload with more jobs than {@link Exhaustive} can tell apart; another strategy takes any number.
 *
 * @since 0.1
 */
public final class TooManyJobsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TooManyJobsException(int jobs) {
        super("exhaustive takes at most " + Exhaustive.JOBS_MAX + " jobs, and there are at least "
                + jobs + "; the other strategies take them");
    }
}
