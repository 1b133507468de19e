package dev.baton.trace.history;

/** One line cannot be used; it is reported, and reading goes on behind it. */
final class DamagedHistoryException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Thrown per line of a hostile file, so it costs no stack trace. */
    DamagedHistoryException(String whatToDo) {
        super(whatToDo, null, false, false);
    }
}
