package dev.baton.law;

import dev.baton.event.Event;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/**
 * A property of every run, judged from what the {@link History} knows. For one thread at a time.
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

    /**
     * Judges one event, after the history has taken it in.
     *
     * @param job whom the event is about; null if no such job is live
     */
    void on(Event event, @Nullable LiveJob job) {}

    /** No operation is in flight, and every event published so far has been seen. */
    void quiescent() {}

    /** Nothing happens any more; told once, after a last {@link #quiescent}. */
    void end() {}

    /** Reports a breach; the words are asked for only if they are kept. */
    final void broken(Supplier<String> words) {
        violations.add(name(), words);
    }
}
