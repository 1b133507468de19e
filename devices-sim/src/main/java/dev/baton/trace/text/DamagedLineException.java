package dev.baton.trace.text;

/** One line cannot be used; it is reported, and reading goes on behind it. */
public final class DamagedLineException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Thrown per line of a hostile file, so it costs no stack trace.
     *
     * @param reason in a few words, quoting nothing of the line
     */
    public DamagedLineException(String reason) {
        super(reason, null, false, false);
    }
}
