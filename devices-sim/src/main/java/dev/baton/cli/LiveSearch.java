package dev.baton.cli;

import dev.baton.explore.Bound;
import dev.baton.explore.Tally;
import dev.baton.explore.Workload;
import dev.baton.explore.strategy.Strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How far an exploration has come, what it has shown, and what is tried. For any thread. */
final class LiveSearch {
    private static final int BAR_WIDTH = 40;
    private static final String BOLD = "1";
    private static final String INVERSE = "7";

    private final Workload workload;
    private final List<Strategy> strategies;
    private final Budget budget;
    private final long beginNanos = System.nanoTime();

    /** How many have been tried; one thread writes. */
    private volatile long schedules;

    /**
     * How much is tried at most; of what is not limited, {@link Long#MAX_VALUE}.
     *
     * @param schedules how many
     * @param nanos for how long
     */
    record Budget(long schedules, long nanos) {}

    LiveSearch(Workload workload, Strategy[] strategies, Budget budget) {
        this.workload = workload;
        this.strategies = List.of(strategies);
        this.budget = budget;
    }

    void at(long done) {
        schedules = done;
    }

    /** As it is now. */
    List<TerminalLine> lines(Terminal terminal) {
        long done = schedules;
        double nanos = Math.max(1, System.nanoTime() - beginNanos);
        double part = Math.min(1, Math.max((double) done / budget.schedules, nanos / budget.nanos));
        int full = (int) (part * BAR_WIDTH);
        String bar = "#".repeat(full) + ".".repeat(BAR_WIDTH - full);
        Workload.Size size = workload.size();
        double missed = new Bound(done, 0, false, false, 0, strategies, "", Tally.NONE).missBound();
        List<String> texts = List.of(
                String.format(
                        "%s: %d jobs, %d buffers, %d steps",
                        workload.name(), size.jobs(), size.buffers(), size.steps()),
                String.format(Locale.ROOT, "%3.0f %% %s", part * 100, bar),
                String.format(
                        Locale.ROOT, "%,d schedules, %,.0f a second", done, done / nanos * 1e9),
                missed < 1
                        ? String.format(
                                Locale.ROOT, "the next one fails with p < %.2g (95 %%)", missed)
                        : "which says nothing of the rest yet");
        List<TerminalLine> lines = new ArrayList<>();
        texts.forEach(text -> lines.add(
                new TerminalLine(terminal).add(text, lines.isEmpty() ? BOLD : TerminalLine.PLAIN)));
        lines.add(tried(terminal, done));
        return lines;
    }

    private TerminalLine tried(Terminal terminal, long done) {
        TerminalLine line = new TerminalLine(terminal).add("by", TerminalLine.PLAIN);
        for (int i = 0; i < strategies.size(); i++) {
            String name = strategies.get(i).name().toLowerCase(Locale.ROOT);
            boolean now = i == done % strategies.size();
            line.add(" ", TerminalLine.PLAIN).add(name, now ? INVERSE : TerminalLine.PLAIN);
        }
        return line;
    }
}
