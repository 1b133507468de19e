package dev.baton.law;

import java.util.function.Supplier;

/**
 * A property of every run, judged from what the {@link History} knows. Laws judge each event after
 * the history has taken it in, by {@code on}, with the job that it is about, null if no such job is
 * live; or what must have come true when no operation is in flight, by {@code quiescent}. For one
 * thread at a time.
 */
abstract class Law {
    final History history;
    private final Violations violations;

    Law(History history, Violations violations) {
        this.history = history;
        this.violations = violations;
    }

    /** The law's name in reports, in kebab case. */
    abstract String name();

    /** Reports a breach; the words are asked for only if they are kept. */
    final void broken(Supplier<String> words) {
        violations.add(name(), words);
    }
}
