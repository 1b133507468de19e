package dev.baton.sim.refusal;

import java.util.Collection;
import java.util.Locale;

/** What a refusal offers instead of a word that is not known. */
public final class Suggestion {
    /** Longer words are not compared. */
    private static final int WORD_CHARS_MAX = 64;

    /** Of the words that are listed if none is near. */
    private static final int LISTED_CHARS_MAX = 300;

    private Suggestion() {}

    /**
     * The nearest known word, or all of them if none or more than one is near.
     *
     * @param word which is not known
     * @param known in the order in which they are listed
     * @return the end of a sentence
     */
    public static String among(String word, Collection<String> known) {
        int nearest = Math.min(word.length(), WORD_CHARS_MAX) / 4 + 2;
        String found = "";
        for (String candidate : known) {
            int distance = word.length() > WORD_CHARS_MAX
                    ? nearest
                    : distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance == nearest) {
                found = ""; // which of the two is a guess
            } else if (distance < nearest) {
                nearest = distance;
                found = candidate;
            }
        }
        return found.isEmpty() ? listed(known) : "; did you mean " + Quoted.of(found) + "?";
    }

    private static String listed(Collection<String> known) {
        if (known.isEmpty()) {
            return "; there is none";
        }
        return "; there is " + Quoted.cut(String.join(", ", known), LISTED_CHARS_MAX);
    }

    /** Levenshtein's, and two neighbours exchanged count once. */
    static int distance(String from, String to) {
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, from, to, i, j);
            }
        }
        return cost[from.length()][to.length()];
    }

    private static int step(int[][] cost, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
        boolean exchanged = i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        return exchanged ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
