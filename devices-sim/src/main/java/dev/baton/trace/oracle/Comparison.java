package dev.baton.trace.oracle;

import dev.baton.trace.oracle.AskedScenario.Step;
import dev.baton.trace.oracle.Report.Tally;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads recorded answers and puts Baton's beside them. For one thread.
 */
public final class Comparison {
    private final SortedMap<Character, Tally> kinds = new TreeMap<>();
    private final SortedMap<Character, Long> skipped = new TreeMap<>();
    private final List<Difference> first = new ArrayList<>();
    private long differing;
    private Report.Flips flips = Report.Flips.NONE;
    private String file = "";

    /** Nothing compared yet. */
    public Comparison() {}

    /**
     * Compares what a text holds.
     *
     * @param name the text's, for differences
     * @param in read to its end, not closed
     * @throws DamagedAnswersException if a line is not as it should be; nothing is compared then
     *     that was not read before
     * @throws IOException if it cannot be read, or is too large
     */
    public void read(String name, InputStream in) throws IOException {
        file = name;
        new AnswerReader(in, new AnswerReader.Sink() {
                    @Override
                    public void accept(Scenario scenario) {
                        compare(scenario);
                    }

                    @Override
                    public void skipped(char kind, int scenarios) {
                        skipped.merge(kind, (long) scenarios, Long::sum);
                    }
                })
                .readAll();
    }

    /**
     * What came of it so far.
     *
     * @return a snapshot
     */
    public Report report() {
        return new Report(
                Collections.unmodifiableSortedMap(new TreeMap<>(kinds)),
                Collections.unmodifiableSortedMap(new TreeMap<>(skipped)),
                List.copyOf(first),
                differing,
                flips);
    }

    private void compare(Scenario scenario) {
        long before = differing;
        long checks;
        if (scenario instanceof TimedScenario timed) {
            checks = TimedOrder.check(
                    timed, (line, expected, got) -> differ(timed, line, expected, got));
        } else if (scenario instanceof FlipScenario shown) {
            checks = shown.frames().size();
            flips = flips.plus(FlipComparison.check(
                    shown, (line, expected, got) -> differ(shown, line, expected, got)));
        } else {
            checks = ask((AskedScenario) scenario);
        }
        Tally tally = kinds.getOrDefault(scenario.kind(), Tally.NONE);
        kinds.put(scenario.kind(), tally.plus(checks, differing - before));
    }

    /** An observation is the answer of the operation before it, if that gave one, and its own. */
    private long ask(AskedScenario scenario) {
        try (Answering baton = Answering.to(scenario)) {
            for (Step step : scenario.steps()) {
                String said = baton.carryOut(step.operation());
                String observed = baton.observe();
                if (!said.equals(step.said())) {
                    differ(scenario, step.saidLine(), step.said(), said);
                } else if (!observed.equals(step.observed())) {
                    differ(scenario, step.line(), step.observed(), observed);
                }
            }
        }
        return scenario.steps().size();
    }

    private void differ(Scenario scenario, long line, String expected, String got) {
        if (differing++ < Report.KEPT_MAX) {
            first.add(
                    new Difference(file, scenario.kind(), scenario.number(), line, expected, got));
        }
    }
}
