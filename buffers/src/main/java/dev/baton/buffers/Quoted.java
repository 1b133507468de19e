package dev.baton.buffers;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text from outside, made fit to stand in one line of a description or a refusal.
 *
 * <p>Quotes, backslashes and whatever a terminal or a reader could take for layout (controls, line
 * ends, direction marks, lone surrogates) become {@code \}{@code u} escapes.
 */
final class Quoted {
    private static final Pattern HIDDEN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}\"\\\\]");

    private Quoted() {}

    static String of(String text) {
        return '"' + HIDDEN.matcher(text).replaceAll(found -> escaped(found.group())) + '"';
    }

    private static String escaped(String hidden) {
        StringBuilder escapes = new StringBuilder();
        hidden.chars()
                .forEach(unit -> escapes.append(String.format(Locale.ROOT, "\\\\u%04x", unit)));
        return escapes.toString();
    }
}
