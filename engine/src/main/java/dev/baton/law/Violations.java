package dev.baton.law;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** What was broken: the first ones in words, all of them counted. */
final class Violations {
    /** How many are kept in words; who wants more has seen enough. */
    static final int KEPT_MAX = 100;

    private final List<Violation> kept = new ArrayList<>();
    private long count;

    /** The words are asked for only if they are kept: finding them may cost a search. */
    void add(String law, Supplier<String> words) {
        if (count++ < KEPT_MAX) {
            kept.add(new Violation(law, words.get()));
        }
    }

    List<Violation> kept() {
        return Collections.unmodifiableList(kept);
    }

    long count() {
        return count;
    }
}
