package dev.baton.sim.scenario;

/**
 * A scenario that cannot be used. The message is one line, {@code FILE:LINE:COLUMN: what is wrong},
 * often with a suggestion; whatever it quotes of the file is escaped and cut.
 *
 * @since 0.1
 */
public final class ScenarioException extends Exception {
    private static final long serialVersionUID = 1L;

    ScenarioException(String message) {
        super(message);
    }
}
