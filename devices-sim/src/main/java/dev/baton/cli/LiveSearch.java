package dev.baton.cli;

import dev.baton.explore.Bound;
import dev.baton.explore.Workload;
import dev.baton.explore.strategy.Strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far an exploration has come: how many schedules, how fast, what they have shown, and what is
 * tried.
 *
 * <p><b>Threading:</b> any thread.
 */
final class LiveSearch {
    private static final String BOLD = "1";
    private static final String DIM = "2";
    private static final int BAR_WIDTH = 40;
    private static final double STILL_SECONDS_MIN = 1;

    private final Workload workload;
    private final Strategy[] strategies;
    private final Budget budget;
    private final long beginNanos = System.nanoTime();

    /** How many schedules, and since when that is so; written by one thread. */
    private volatile long schedules;

    private volatile long toldNanos = beginNanos;

    /**
     * How much is tried at most.
     *
     * @param schedules how many, or {@link Long#MAX_VALUE}
     * @param nanos for how long, or {@link Long#MAX_VALUE}
     */
    record Budget(long schedules, long nanos) {}

    LiveSearch(Workload workload, Strategy[] strategies, Budget budget) {
        this.workload = workload;
        this.strategies = strategies.clone();
        this.budget = budget;
    }

    /** So many schedules have been tried, and the next one is. */
    void at(long done) {
        schedules = done;
        toldNanos = System.nanoTime();
    }

    /** As it is now. */
    List<TerminalLine> lines(Terminal terminal) {
        long done = schedules;
        double seconds = seconds(beginNanos);
        double part = Math.min(
                1, Math.max((double) done / budget.schedules, seconds * 1e9 / budget.nanos));
        List<TerminalLine> lines = new ArrayList<>();
        lines.add(line(terminal, "%s: %s", workload.name(), size()));
        int full = (int) (part * BAR_WIDTH);
        lines.add(new TerminalLine(terminal)
                .add(String.format(Locale.ROOT, "%3.0f %% ", part * 100), BOLD)
                .add("#".repeat(full), BOLD)
                .add(".".repeat(BAR_WIDTH - full), DIM));
        lines.add(line(terminal, "%,d schedules, %,.0f a second", done, done / seconds));
        lines.add(line(terminal, "%s", bound(done)));
        lines.add(tried(terminal, done));
        double still = seconds(toldNanos);
        if (still > STILL_SECONDS_MIN) {
            String what = "for %.0f s: a long schedule, or one that failed is made small";
            lines.add(line(terminal, what, still));
        }
        return lines;
    }

    private static double seconds(long sinceNanos) {
        return Math.max(1, System.nanoTime() - sinceNanos) / 1e9;
    }

    private String size() {
        Workload.Size size = workload.size();
        return size.jobs() + " jobs, " + size.buffers() + " buffers, " + size.steps() + " steps";
    }

    private String bound(long done) {
        double missed = new Bound(done, 0, false, false, 0, List.of(strategies)).missBound();
        return missed < 1
                ? String.format(Locale.ROOT, "the next one fails with p < %.2g (95 %%)", missed)
                : "which says nothing yet of the rest";
    }

    private TerminalLine tried(Terminal terminal, long done) {
        TerminalLine line = new TerminalLine(terminal).add("by", TerminalLine.PLAIN);
        for (int i = 0; i < strategies.length; i++) {
            boolean now = i == done % strategies.length;
            String name = strategies[i].name().toLowerCase(Locale.ROOT);
            line.add(" ", TerminalLine.PLAIN).add(name, now ? "7" : TerminalLine.PLAIN);
        }
        return line;
    }

    private static TerminalLine line(Terminal terminal, String format, Object... arguments) {
        String text = String.format(Locale.ROOT, format, arguments);
        return new TerminalLine(terminal).add(text, TerminalLine.PLAIN);
    }
}
