package dev.baton.sim.scenario;

import java.util.Locale;

/** Text of a file, made fit to stand in one line of a refusal: terminals obey what it may hold. */
final class Quoted {
    static final int CHARS_MAX = 40;

    private Quoted() {}

    /** In quotes, and cut if it is long. */
    static String of(String text) {
        return '"' + cut(text, CHARS_MAX) + '"';
    }

    /** Not in quotes, and cut behind so many characters. */
    static String cut(String text, int charsMax) {
        return text.codePointCount(0, text.length()) <= charsMax
                ? plain(text)
                : plain(text.substring(0, text.offsetByCodePoints(0, charsMax))) + "...";
    }

    /** With escapes for all that is not plainly visible. */
    static String plain(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(line, point));
        return line.toString();
    }

    private static void append(StringBuilder line, int point) {
        if (isPlain(point)) {
            line.appendCodePoint(point);
        } else {
            line.append(String.format(Locale.ROOT, "\\u{%x}", point));
        }
    }

    /** No control, line end, direction mark or lone surrogate, nor anything yet unknown. */
    static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
