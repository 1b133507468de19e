package dev.baton.sim.refusal;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of a file, made fit to stand in one line of a refusal: terminals obey what it may hold. */
public final class Quoted {
    /** Of a text in quotes. */
    public static final int CHARS_MAX = 40;

    /** Controls, line ends, direction marks, lone surrogates, and what is yet unknown. */
    public static final Pattern HIDDEN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private Quoted() {}

    /**
     * In quotes, and cut if it is long.
     *
     * @param text of a file
     * @return fit to be shown
     */
    public static String of(String text) {
        return '"' + cut(text, CHARS_MAX) + '"';
    }

    /**
     * Not in quotes, and cut if it is long.
     *
     * @param text of a file
     * @param charsMax behind how many characters
     * @return fit to be shown
     */
    public static String cut(String text, int charsMax) {
        return text.codePointCount(0, text.length()) <= charsMax
                ? plain(text)
                : plain(text.substring(0, text.offsetByCodePoints(0, charsMax))) + "...";
    }

    /**
     * With escapes for all that is not plainly visible.
     *
     * @param text of a file
     * @return fit to be shown
     */
    public static String plain(String text) {
        return HIDDEN.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        String.format(Locale.ROOT, "\\u{%x}", found.group().codePointAt(0))));
    }
}
