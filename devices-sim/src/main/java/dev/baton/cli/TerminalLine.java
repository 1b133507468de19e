package dev.baton.cli;

/** One line on a terminal, cut where the terminal ends. For one thread. */
final class TerminalLine {
    /** For what is as it is. */
    static final String PLAIN = "";

    private final StringBuilder text = new StringBuilder();
    private final boolean colour;
    private int left;

    TerminalLine(Terminal terminal) {
        this.colour = terminal.colour();
        this.left = terminal.columns();
    }

    /**
     * Goes on with this.
     *
     * @param part without control characters, or they become question marks
     * @param style numbers of ANSI's "select graphic rendition", or {@link #PLAIN}
     * @return this
     */
    TerminalLine add(String part, String style) {
        String clean = part.replaceAll("\\p{Cntrl}", "?");
        String cut = clean.substring(0, Math.min(left, clean.length()));
        left -= cut.length();
        boolean styled = colour && !style.isEmpty() && !cut.isEmpty();
        text.append(styled ? "\033[" + style + "m" + cut + "\033[0m" : cut);
        return this;
    }

    /** Goes on with this, cut or filled up with spaces to a width. */
    TerminalLine column(String part, int width) {
        String cut = part.length() > width ? part.substring(0, width - 1) + "~" : part;
        return add(cut + " ".repeat(width - cut.length()), PLAIN);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
