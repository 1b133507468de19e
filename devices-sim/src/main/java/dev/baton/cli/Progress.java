package dev.baton.cli;

import java.io.PrintWriter;

/**
 * One line on standard error that tells how far a command has come, and is gone when it ends. Where
 * standard error is no terminal it says nothing. For one thread.
 */
public final class Progress implements AutoCloseable {
    /** A total that nobody knows. */
    static final long UNKNOWN = -1;

    private static final long PERIOD_NANOS = 100_000_000;
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter err;
    private final Terminal terminal;
    private final String what;
    private final long total;
    private final long startNanos = System.nanoTime();
    private long shownNanos = startNanos;
    private boolean shown;

    Progress(PrintWriter err, Terminal terminal, String what, long total) {
        this.err = err;
        this.terminal = terminal;
        this.what = what;
        this.total = total;
    }

    /**
     * Begins to tell.
     *
     * @param err where to; a command has it from {@code spec.commandLine().getErr()}
     * @param what in a word or two
     * @param total how many steps there are, or {@link #UNKNOWN}
     * @return the line, to be closed
     */
    public static Progress of(PrintWriter err, String what, long total) {
        return new Progress(err, Terminal.ofSystem(), what, total);
    }

    /**
     * Tells how many steps are done; cheap enough to be called at each.
     *
     * @param done how many, of the total
     */
    public void at(long done) {
        if (!terminal.isThere()) {
            return;
        }
        long now = System.nanoTime();
        if (now - shownNanos >= PERIOD_NANOS) {
            shownNanos = now;
            show(done);
        }
    }

    void show(long done) {
        shown = true;
        long percent = total == 0 ? 100 : done * 100 / total;
        String of = total == UNKNOWN ? "" : "/" + total + " (" + percent + " %)";
        TerminalLine line = new TerminalLine(terminal);
        err.print(ERASE_LINE + line.add(what + " " + done + of, TerminalLine.PLAIN));
        err.flush();
    }

    @Override
    public void close() {
        if (shown) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }
}
