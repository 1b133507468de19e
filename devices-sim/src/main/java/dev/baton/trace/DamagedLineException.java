package dev.baton.trace;

/** One line cannot be used; it is reported, and reading goes on behind it. */
final class DamagedLineException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Thrown per line of a hostile file, so it costs no stack trace. */
    DamagedLineException(String reason) {
        super(reason, null, false, false);
    }
}
