package dev.baton.proptests;

import java.util.Optional;

/** When a test that passes says nothing. */
final class Vacuity {
    /** Under this key it is published what ran. */
    static final String REPORT = "what ran";

    /** Under this key it is published what was explored. */
    static final String EXPLORED = "what was explored";

    static final String WAIVE =
            "; if that is meant, say @CheckLaws(waitingPercent = 0), or a share that it reaches";

    private Vacuity() {}

    static void refuse(Counts counts, int waitingPercent) {
        of(counts, waitingPercent).ifPresent(why -> {
            throw new AssertionError(why);
        });
    }

    /** Why it says nothing, and how to waive that. */
    static Optional<String> of(Counts counts, int waitingPercent) {
        if (waitingPercent == 0) {
            return Optional.empty();
        }
        if (counts.jobs() == 0) {
            return Optional.of(
                    "vacuous: no job was submitted to the dispatcher that was asked for" + WAIVE);
        }
        if (counts.tries() > 1 && counts.waitingPercent() < waitingPercent) {
            return Optional.of("vacuous: a job waited for another one in only "
                    + counts.waitingPercent() + " % of the tries, not in " + waitingPercent + " %"
                    + WAIVE + "; " + counts.inWords());
        }
        return Optional.empty();
    }
}
