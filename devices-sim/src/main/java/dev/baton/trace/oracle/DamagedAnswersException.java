package dev.baton.trace.oracle;

import java.io.IOException;

/** A text of answers is not as it should be. */
public final class DamagedAnswersException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long line;

    DamagedAnswersException(long line, String reason) {
        super(reason);
        this.line = line;
    }

    /**
     * Where.
     *
     * @return the line, from 1
     */
    public long line() {
        return line;
    }
}
