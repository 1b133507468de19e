package dev.baton.buffers;

import java.util.Locale;

/**
 * Text from outside, made fit to stand in one line of a description or a refusal.
 *
 * <p>Quotes, backslashes and whatever a terminal or a reader could take for layout (controls, line
 * ends, direction marks, lone surrogates) become {@code \}{@code u} escapes.
 */
final class Quoted {
    private Quoted() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> append(line, point));
        return line.append('"').toString();
    }

    private static void append(StringBuilder line, int point) {
        if (point != '"' && point != '\\' && isPlain(point)) {
            line.appendCodePoint(point);
            return;
        }
        for (char unit : Character.toChars(point)) {
            line.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
    }

    private static boolean isPlain(int point) {
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
