package dev.baton.explore.strategy;

/**
 * Thrown by a scheduler that sees that an execution leads nowhere new; whoever began the execution
 * catches it.
 *
 * @since 0.1
 */
public final class AbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AbandonedException() {
        super("an execution that leads nowhere new", null, false, false);
    }
}
