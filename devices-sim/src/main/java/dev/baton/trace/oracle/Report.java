package dev.baton.trace.oracle;

import java.util.List;
import java.util.SortedMap;

/**
 * What came of a comparison.
 *
 * @param kinds the kinds compared, by their letters
 * @param skipped scenarios of kinds that are not compared, by their letters
 * @param first the first differences, {@value #KEPT_MAX} at most
 * @param differing how many there were in all
 * @param flips what came of the flips, of all scenarios together
 */
public record Report(
        SortedMap<Character, Tally> kinds,
        SortedMap<Character, Long> skipped,
        List<Difference> first,
        long differing,
        Flips flips) {

    /** How many differences are kept; all are counted. */
    public static final int KEPT_MAX = 10;

    /**
     * What came of one kind.
     *
     * @param scenarios how many there were
     * @param checks observations, or of kind T pairs of jobs
     * @param failures those that differed, or were out of order
     */
    public record Tally(long scenarios, long checks, long failures) {
        static final Tally NONE = new Tally(0, 0, 0);

        Tally plus(long moreChecks, long moreFailures) {
            return new Tally(scenarios + 1, checks + moreChecks, failures + moreFailures);
        }
    }

    /**
     * What came of flips.
     *
     * @param frames how many were committed
     * @param early those that Baton showed before the rule allows
     * @param atRule those that Baton showed when the rule says
     * @param recordedAtRule those that the other system showed then; the others came later
     */
    public record Flips(long frames, long early, long atRule, long recordedAtRule) {
        static final Flips NONE = new Flips(0, 0, 0, 0);

        Flips plus(Flips more) {
            return new Flips(
                    frames + more.frames,
                    early + more.early,
                    atRule + more.atRule,
                    recordedAtRule + more.recordedAtRule);
        }
    }

    /**
     * Whether a kind is of flips on a display.
     *
     * @param kind its letter
     * @return whether it is
     */
    public static boolean isOfFlips(char kind) {
        return kind == FlipScenario.KIND;
    }

    /**
     * Whether a kind is of jobs in time, whose order is compared, or of answers.
     *
     * @param kind its letter
     * @return whether it is of jobs in time
     */
    public static boolean isTimed(char kind) {
        return kind == TimedScenario.KIND;
    }
}
