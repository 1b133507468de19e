package dev.baton.cli;

/** What a command tells the shell; the numbers are part of the contract. */
final class ExitCode {
    static final int FINE = 0;

    /** A law was broken, an expectation missed, or a deadlock found. */
    static final int BROKEN = 1;

    /** Bad usage or input. */
    static final int USAGE = 2;

    /** A fault of Baton itself. */
    static final int INTERNAL = 3;

    private ExitCode() {}
}
