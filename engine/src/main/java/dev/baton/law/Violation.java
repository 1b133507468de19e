package dev.baton.law;

/**
 * One breach of one law.
 *
 * @param law the law's name
 * @param message what happened, in words that name the jobs, their clients and the queues
 * @since 0.1
 */
public record Violation(String law, String message) {
    @Override
    public String toString() {
        return law + ": " + message;
    }
}
