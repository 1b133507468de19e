package dev.baton.explore;

import dev.baton.explore.strategy.Strategy;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a search that found nothing has shown.
 *
 * @param schedules how many executions there were
 * @param abandoned how many of them led nowhere new
 * @param exhausted whether these were all schedules that differ
 * @param drawn whether latencies or other numbers were drawn: of those, an exhaustive search tries
 *     one choice only
 * @param states that all schedules lead to, if they are known
 * @param strategies that took turns
 * @param horizon how far each execution went, as {@link Workload#horizon} has it
 * @param tally what counts of the executions besides
 * @since 0.1
 */
public record Bound(
        long schedules,
        long abandoned,
        boolean exhausted,
        boolean drawn,
        int states,
        List<Strategy> strategies,
        String horizon,
        Tally tally) {
    /** The rule of three: with 95 % confidence, what was not seen in n tries is rarer than 3/n. */
    private static final double RULE_OF_THREE = 3;

    /**
     * How likely the next schedule of these strategies fails at most, with 95 % confidence.
     *
     * @return 0 if all were tried, 1 if nearly none, or if they were tried in order and not drawn
     */
    public double missBound() {
        if (exhausted || strategies.contains(Strategy.EXHAUSTIVE)) {
            return exhausted && !drawn && tally.cut() == 0 ? 0 : 1;
        }
        return Math.min(1, RULE_OF_THREE / Math.max(1, schedules - tally.cut()));
    }

    /**
     * What was explored, in words.
     *
     * @return one sentence, for a search that found nothing
     */
    public String inWords() {
        return counted()
                + cut()
                + unstruck()
                + (horizon.isEmpty() ? "" : "; each of them is " + horizon);
    }

    private String cut() {
        return tally.cut() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %,d of them were cut off while they still ran, and may deadlock later",
                        tally.cut());
    }

    private String unstruck() {
        return tally.faults().entrySet().stream()
                .filter(fault -> fault.getValue() == 0)
                .map(fault -> "; fault " + fault.getKey() + ": never struck")
                .collect(Collectors.joining());
    }

    private String counted() {
        if (exhausted && drawn) {
            return String.format(
                    Locale.ROOT,
                    "exhaustive for the latencies of this seed alone: all %,d schedules that differ;"
                            + " other latencies were not tried",
                    schedules - abandoned);
        }
        if (!exhausted && strategies.contains(Strategy.EXHAUSTIVE)) {
            return String.format(
                    Locale.ROOT,
                    "the first %,d executions of an exhaustive search, which say nothing of the rest",
                    schedules);
        }
        if (exhausted && states > 0) {
            return String.format(
                    Locale.ROOT,
                    "exhaustive: all %,d states that schedules lead to, in %,d executions"
                            + " (%,d of them were abandoned where others had been)",
                    states,
                    schedules,
                    abandoned);
        }
        if (exhausted) {
            return String.format(
                    Locale.ROOT,
                    "exhaustive: all %,d schedules that differ in the order of conflicting steps"
                            + " (%,d more were abandoned as they led nowhere new)",
                    schedules - abandoned,
                    abandoned);
        }
        return String.format(
                Locale.ROOT,
                "%,d schedules by %s: with 95 %% confidence the next one drawn like these fails"
                        + " with p < %.2g; schedules that they do not draw are not covered",
                schedules,
                strategies.stream()
                        .map(strategy -> strategy.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")),
                missBound());
    }
}
