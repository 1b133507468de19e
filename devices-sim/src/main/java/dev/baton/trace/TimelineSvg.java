package dev.baton.trace;

import dev.baton.trace.Timeline.Lane;
import dev.baton.trace.Timeline.Run;
import dev.baton.trace.Timeline.Slice;
import dev.baton.trace.Timeline.Vblank;

import java.util.List;
import java.util.Locale;

/**
 * Draws a window of a {@link Timeline} as a self-contained SVG. Text from outside is escaped.
 *
 * @since 0.1
 */
public final class TimelineSvg {
    private static final int WIDTH = 1240;
    private static final int LEFT = 120;
    private static final int RIGHT = 20;
    private static final int TOP = 16;
    private static final int TITLE_HEIGHT = 26;
    private static final int LANE_HEIGHT = 26;
    private static final int LANE_GAP = 6;
    private static final int RUN_GAP = 22;
    private static final int AXIS_HEIGHT = 34;
    private static final int CHAR_WIDTH = 7;
    private static final long TICK_NANOS = 10_000_000;
    private static final List<String> COLOURS =
            List.of("#f2b134", "#4fb0e8", "#e8636f", "#7fc97f", "#b493d6", "#d9a066");

    private static final String GREY = "#6b7285";

    private static final String STYLE = """
            text { font: 13px system-ui, sans-serif; fill: #1f2430; }
            .title { font-weight: 600; font-size: 15px; }
            .lane { text-anchor: end; fill: #5a6072; }
            .text { text-anchor: middle; font-size: 11px; paint-order: stroke;
                stroke: #ffffff; stroke-opacity: 0.7; stroke-width: 3px; }
            .tick { fill: #5a6072; text-anchor: middle; font-size: 11px; }
            .ground { fill: #f3f4f7; }
            .vblank { stroke: #9aa1b2; stroke-width: 1; }
            .missed { stroke: #d02f3c; stroke-width: 2; stroke-dasharray: 4 3; }
            .WRONG { stroke: #d02f3c; stroke-width: 2; fill-opacity: 0.55; }
            """;

    private final long fromNanos;
    private final long toNanos;
    private final StringBuilder svg = new StringBuilder();

    /** Texts of slices: drawn last, over the vblanks. */
    private final StringBuilder texts = new StringBuilder();

    private int y = TOP;

    private TimelineSvg(long fromNanos, long toNanos) {
        if (toNanos <= fromNanos) {
            throw new IllegalArgumentException("no window from " + fromNanos + " to " + toNanos);
        }
        this.fromNanos = fromNanos;
        this.toNanos = toNanos;
    }

    /**
     * Draws what lies in a window.
     *
     * @param runs what happened, from top to bottom
     * @param caption one line under the picture
     * @param fromNanos begin of the window
     * @param toNanos end of the window, after the begin
     * @return an SVG document
     */
    public static String draw(List<Run> runs, String caption, long fromNanos, long toNanos) {
        TimelineSvg drawing = new TimelineSvg(fromNanos, toNanos);
        runs.forEach(drawing::run);
        drawing.axis(caption);
        return drawing.document();
    }

    private void run(Run run) {
        put("<text class='title' x='%d' y='%d'>%s</text>", LEFT, y + 15, escaped(run.title()));
        y += TITLE_HEIGHT;
        int top = y;
        for (Lane lane : run.lanes()) {
            lane(lane);
        }
        int bottom = y - LANE_GAP;
        for (Vblank vblank : run.vblanks()) {
            if (vblank.nanos() >= fromNanos && vblank.nanos() <= toNanos) {
                double x = x(vblank.nanos());
                put(
                        "<line class='%s' x1='%.1f' x2='%.1f' y1='%d' y2='%d'>"
                                + "<title>vblank at %s ms%s</title></line>",
                        vblank.missed() ? "missed" : "vblank",
                        x,
                        x,
                        top - 4,
                        bottom + 4,
                        millis(vblank.nanos()),
                        vblank.missed() ? ": nothing new to show" : "");
            }
        }
        y += RUN_GAP;
    }

    private void lane(Lane lane) {
        put(
                "<text class='lane' x='%d' y='%d'>%s</text>",
                LEFT - 10, y + LANE_HEIGHT / 2 + 4, escaped(lane.name()));
        put(
                "<rect class='ground' x='%d' y='%d' width='%d' height='%d'/>",
                LEFT, y, WIDTH - LEFT - RIGHT, LANE_HEIGHT);
        for (Slice slice : lane.slices()) {
            if (slice.toNanos() > fromNanos && slice.fromNanos() < toNanos) {
                slice(slice);
            }
        }
        y += LANE_HEIGHT + LANE_GAP;
    }

    private void slice(Slice slice) {
        double from = x(Math.max(slice.fromNanos(), fromNanos));
        double width = Math.max(x(Math.min(slice.toNanos(), toNanos)) - from, 1);
        String colour = slice.family() == Slice.NO_FAMILY
                ? GREY
                : COLOURS.get(Math.floorMod(slice.family(), COLOURS.size()));
        String what = escaped(slice.text());
        put(
                "<rect class='%s' x='%.1f' y='%d' width='%.1f' height='%d' fill='%s'>"
                        + "<title>%s: %s to %s ms</title></rect>",
                slice.look(),
                from,
                y,
                width,
                LANE_HEIGHT,
                colour,
                what,
                millis(slice.fromNanos()),
                millis(slice.toNanos()));
        if (width >= CHAR_WIDTH * (slice.text().length() + 1)) {
            put(
                    texts,
                    "<text class='text' x='%.1f' y='%d'>%s</text>",
                    from + width / 2,
                    y + LANE_HEIGHT / 2 + 4,
                    what);
        }
    }

    private void axis(String caption) {
        long first = (fromNanos + TICK_NANOS - 1) / TICK_NANOS * TICK_NANOS;
        for (long tick = first; tick <= toNanos; tick += TICK_NANOS) {
            put("<text class='tick' x='%.1f' y='%d'>%d ms</text>", x(tick), y, tick / 1_000_000);
        }
        put("<text x='%d' y='%d'>%s</text>", LEFT, y + 22, escaped(caption));
        y += AXIS_HEIGHT;
    }

    private String document() {
        return "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 " + WIDTH + " " + y
                + "' width='" + WIDTH + "' height='" + y + "'>\n<style>\n" + STYLE + "</style>\n"
                + "<rect width='100%' height='100%' fill='#ffffff'/>\n" + svg + texts + "</svg>\n";
    }

    private double x(long nanos) {
        double part = (double) (nanos - fromNanos) / (toNanos - fromNanos);
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f", nanos / 1e6);
    }

    private void put(String format, Object... args) {
        put(svg, format, args);
    }

    private static void put(StringBuilder to, String format, Object... args) {
        to.append(String.format(Locale.ROOT, format, args)).append('\n');
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '\'' -> safe.append("&#39;");
                case '"' -> safe.append("&quot;");
                default ->
                    safe.appendCodePoint(
                            c < ' ' || Character.getType(c) == Character.SURROGATE ? '?' : c);
            }
        });
        return safe.toString();
    }
}
