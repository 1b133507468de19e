package dev.baton.sim.scenario;

/**
 * A scenario that cannot be used. The message is one line, {@code FILE:LINE:COLUMN: what is wrong},
 * often with a suggestion; whatever it quotes of the file is escaped and cut.
 *
 * @since 0.1
 */
public final class ScenarioException extends Exception {
    private static final long serialVersionUID = 1L;

    /** File, line and column. */
    private final String where;

    /** What is wrong. */
    private final String why;

    ScenarioException(String where, String why) {
        super(where + ": " + why);
        this.where = where;
        this.why = why;
    }

    /**
     * Where it is wrong.
     *
     * @return file, line and column
     */
    public String where() {
        return where;
    }

    /**
     * What is wrong.
     *
     * @return in a few words
     */
    public String why() {
        return why;
    }
}
