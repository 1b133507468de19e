package dev.baton.trace.history;

/** One line cannot be used; it is reported, and reading goes on behind it. */
final class DamagedHistoryException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Where in the line, from 1; 0 if the whole line is meant. */
    final int column;

    DamagedHistoryException(String whatToDo) {
        this(0, whatToDo);
    }

    /** Thrown per line of a hostile file, so it costs no stack trace. */
    DamagedHistoryException(int column, String whatToDo) {
        super(whatToDo, null, false, false);
        this.column = column;
    }
}
