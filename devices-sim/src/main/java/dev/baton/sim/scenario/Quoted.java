package dev.baton.sim.scenario;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of a file, made fit to stand in one line of a refusal: terminals obey what it may hold. */
final class Quoted {
    static final int CHARS_MAX = 40;

    /** Controls, line ends, direction marks, lone surrogates, and what is yet unknown. */
    static final Pattern HIDDEN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

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
        return HIDDEN.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        String.format(Locale.ROOT, "\\u{%x}", found.group().codePointAt(0))));
    }
}
