package dev.baton.cli;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What standard error is, on which commands tell how far they have come.
 *
 * @param columns how wide it is; 0 if it is no terminal, or one that cannot be drawn on
 * @param lines how high
 * @param colour whether it may be coloured
 */
record Terminal(int columns, int lines, boolean colour) {
    static final Terminal NONE = new Terminal(0, 0, false);

    private static final int COLUMNS_MIN = 20;
    private static final int LINES_MIN = 6;

    /** As the script tells it: a JVM cannot tell which of its streams is a terminal, nor its size. */
    static Terminal ofSystem() {
        return Boolean.getBoolean("baton.terminal")
                ? of(System.getProperty("baton.size", ""), System.getenv())
                : NONE;
    }

    /**
     * A terminal.
     *
     * @param size lines and columns, as stty prints them; anything else if it is not known
     * @param environment in which NO_COLOR and TERM are respected, and COLUMNS and LINES come first
     */
    static Terminal of(String size, Map<String, String> environment) {
        if (environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return NONE;
        }
        String[] stty = size.split(" ", 2);
        int lines = number(environment.get("LINES"), number(stty[0], 24));
        int columns = number(environment.get("COLUMNS"), number(stty[stty.length - 1], 80));
        return new Terminal(
                columns, lines, environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    private static int number(@Nullable String text, int otherwise) {
        return text != null && text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : otherwise;
    }

    boolean isThere() {
        return columns > 0;
    }

    /** Whether there is room for more than a line. */
    boolean isLarge() {
        return columns >= COLUMNS_MIN && lines >= LINES_MIN;
    }
}
