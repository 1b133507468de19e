package dev.baton.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a table of nanoseconds as SVG: bars of medians on a logarithmic axis, or lines from zero up,
 * with whiskers from minimum to maximum. It is readable on light and on dark pages.
 */
final class Figure {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 84;
    private static final int BOTTOM = 50;
    private static final int LEGEND_STEP = 112;

    /** Systems that stand in several figures have the same colour in all. */
    private static final List<String> KNOWN = List.of(
            "baton",
            "oneLock",
            "futureDag",
            "ringDispatcher",
            "sortedLocks",
            "batonAcquire",
            "floor");

    private static final List<String> COLOURS = List.of(
            "#3b82d6", "#e07b39", "#3fa66b", "#b0589f", "#c9a227", "#7fb2ea", "#8a8f9c", "#d0555f",
            "#4bb3b0");

    private static final String STYLE = """
            text { font: 13px system-ui, sans-serif; fill: #1f2430; }
            .title { font-weight: 600; font-size: 16px; }
            .ground { fill: #ffffff; }
            .grid { stroke: #d8dbe3; }
            .whisker { stroke: #1f2430; stroke-width: 1.5; }
            .line { fill: none; stroke-width: 2; }
            @media (prefers-color-scheme: dark) {
                text { fill: #e4e7ee; } .ground { fill: #14171f; }
                .grid { stroke: #343a48; } .whisker { stroke: #e4e7ee; }
            }
            """;

    private final Table table;
    private final boolean lines;
    private final List<String> columns;
    private final Map<String, String> colours;
    private final double bottom;
    private final double top;
    private final StringBuilder svg = new StringBuilder();

    private Figure(Table table, boolean lines) {
        this.table = table;
        this.lines = lines;
        this.columns = new ArrayList<>(table.columns());
        this.colours = colours();
        double most = table.runs().mapToDouble(Run::most).max().orElseThrow();
        double least = table.runs().mapToDouble(Run::least).min().orElseThrow();
        this.bottom = lines ? 0 : Math.pow(10, Math.floor(Math.log10(Math.max(1, least * 0.9))));
        this.top = lines ? most * 1.1 : most * 1.3;
    }

    /** Grouped bars, a group for each row. */
    static String bars(Table table, String title, String rows) {
        return new Figure(table, false).draw(title, rows);
    }

    /** A line for each column, over the rows. */
    static String lines(Table table, String title, String rows) {
        return new Figure(table, true).draw(title, rows);
    }

    private String draw(String title, String rows) {
        put("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d'>", WIDTH, HEIGHT);
        put("<style>%n%s</style>", STYLE);
        put("<rect class='ground' width='100%%' height='100%%'/>");
        text(LEFT, 26, "start", title, "title");
        grid();
        int at = 0;
        for (Map.Entry<String, Map<String, Run>> row : table.rows().entrySet()) {
            text(middle(at), HEIGHT - BOTTOM + 18, "middle", row.getKey(), "");
            group(at++, row.getValue());
        }
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", rows, "");
        for (int i = 0; i < columns.size(); i++) {
            legend(i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void grid() {
        text(LEFT, TOP - 10, "end", "ns" + (lines ? "" : " (log)"), "");
        double step = lines ? step() : 0;
        for (double nanos = bottom; nanos <= top; nanos = lines ? nanos + step : nanos * 10) {
            put(
                    "<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%3$.1f'/>",
                    LEFT, WIDTH - RIGHT, y(nanos));
            text(LEFT - 8, y(nanos) + 4, "end", Run.format("%,.0f", nanos), "");
        }
    }

    /** 1, 2 or 5 times a power of ten, so that there are a few lines. */
    private double step() {
        double power = Math.pow(10, Math.floor(Math.log10(top)));
        return top / power < 2 ? power / 5 : top / power < 5 ? power / 2 : power;
    }

    private void legend(int column) {
        int x = LEFT + column * LEGEND_STEP;
        put(
                "<rect x='%d' y='44' width='12' height='12' fill='%s'/>",
                x, colour(columns.get(column)));
        text(x + 17, 55, "start", Table.words(columns.get(column)), "");
    }

    private void group(int at, Map<String, Run> row) {
        double width = groupWidth() * 0.8 / columns.size();
        for (int i = 0; i < columns.size(); i++) {
            Run run = row.get(columns.get(i));
            if (run != null && lines) {
                dot(middle(at), run, columns.get(i));
                lineTo(at, columns.get(i), run);
                whisker(middle(at), run);
            } else if (run != null) {
                double x = middle(at) + (i - columns.size() / 2.0) * width;
                bar(x, width, run, columns.get(i));
                whisker(x + width / 2, run);
            }
        }
    }

    private void bar(double x, double width, Run run, String column) {
        double y = y(run.median());
        put(
                "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='%s'><title>%s: %s ns</title></rect>",
                x, y, width * 0.9, y(bottom) - y, colour(column), Table.words(column), run);
    }

    private void dot(double x, Run run, String column) {
        put(
                "<circle cx='%.1f' cy='%.1f' r='4' fill='%s'><title>%s: %s ns</title></circle>",
                x, y(run.median()), colour(column), Table.words(column), run);
    }

    /** From the row before, if it has this column. */
    private void lineTo(int at, String column, Run run) {
        List<Map<String, Run>> rows = new ArrayList<>(table.rows().values());
        Run before = at == 0 ? null : rows.get(at - 1).get(column);
        if (before != null) {
            put(
                    "<line class='line' stroke='%s' x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f'/>",
                    colour(column),
                    middle(at - 1),
                    y(before.median()),
                    middle(at),
                    y(run.median()));
        }
    }

    private void whisker(double x, Run run) {
        put(
                "<line class='whisker' x1='%.1f' x2='%1$.1f' y1='%.1f' y2='%.1f'/>",
                x, y(run.least()), y(run.most()));
    }

    /** Its own, or the first that nobody has. */
    private Map<String, String> colours() {
        Map<String, String> colours = new HashMap<>();
        columns.stream()
                .filter(KNOWN::contains)
                .forEach(column -> colours.put(column, COLOURS.get(KNOWN.indexOf(column))));
        for (String column : columns) {
            COLOURS.stream()
                    .filter(colour -> !colours.containsValue(colour))
                    .findFirst()
                    .ifPresent(colour -> colours.putIfAbsent(column, colour));
        }
        return colours;
    }

    private String colour(String column) {
        return colours.getOrDefault(column, "#8a8f9c");
    }

    private double groupWidth() {
        return (double) (WIDTH - LEFT - RIGHT) / table.rows().size();
    }

    private double middle(int group) {
        return LEFT + (group + 0.5) * groupWidth();
    }

    private double y(double nanos) {
        double part = lines
                ? nanos / top
                : Math.log(Math.max(nanos, bottom) / bottom) / Math.log(top / bottom);
        return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP);
    }

    private void text(double x, double y, String anchor, String text, String style) {
        put(
                "<text class='%s' x='%.1f' y='%.1f' text-anchor='%s'>%s</text>",
                style, x, y, anchor, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void put(String format, Object... args) {
        svg.append(String.format(Locale.ROOT, format, args)).append('\n');
    }
}
