package dev.baton.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** The last moments of something, one character for each short while. For one thread at a time. */
final class LiveStrip {
    /** Six refreshes of a display. */
    static final long WINDOW_NANOS = 100_000_000;

    /** More than can be told apart; the oldest are forgotten. */
    private static final int SPANS_MAX = 4096;

    private static final Look NOTHING = new Look(' ', TerminalLine.PLAIN);

    private final Deque<Span> spans = new ArrayDeque<>();
    private @Nullable Span last;

    /** A character and how it is drawn. */
    record Look(char letter, String style) {}

    private record Span(long fromNanos, long toNanos, Look look) {}

    /** From now on it looks so; null: there is nothing. */
    void set(long nanos, @Nullable Look look) {
        if (last != null) {
            spans.addLast(new Span(last.fromNanos, nanos, last.look));
        }
        while (spans.size() > SPANS_MAX
                || !spans.isEmpty() && spans.getFirst().toNanos < nanos - WINDOW_NANOS) {
            spans.removeFirst();
        }
        last = look == null ? null : new Span(nanos, Long.MAX_VALUE, look);
    }

    /** Draws the window that ends now; also what was there only for a part of a character. */
    void draw(TerminalLine line, int width, long nowNanos) {
        Look[] cells = new Look[width];
        Arrays.fill(cells, NOTHING);
        spans.forEach(span -> fill(cells, span, nowNanos));
        if (last != null) {
            fill(cells, last, nowNanos);
        }
        for (int from = 0, to; from < width; from = to) {
            StringBuilder same = new StringBuilder();
            for (to = from; to < width && cells[to].style.equals(cells[from].style); to++) {
                same.append(cells[to].letter);
            }
            line.add(same.toString(), cells[from].style);
        }
    }

    private static void fill(Look[] cells, Span span, long nowNanos) {
        long beginNanos = nowNanos - WINDOW_NANOS;
        long toNanos = Math.min(span.toNanos, nowNanos);
        int from = cell(cells, Math.max(span.fromNanos, beginNanos) - beginNanos);
        int to = cell(cells, Math.max(span.fromNanos, toNanos - 1) - beginNanos);
        for (int i = from; i <= to && i < cells.length; i++) {
            cells[i] = span.look;
        }
    }

    private static int cell(Look[] cells, long nanos) {
        return (int) Math.floorDiv(nanos * cells.length, WINDOW_NANOS);
    }
}
