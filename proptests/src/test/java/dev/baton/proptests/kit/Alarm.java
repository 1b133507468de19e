package dev.baton.proptests.kit;

/** What an oracle has seen. */
final class Alarm extends AssertionError {
    private static final long serialVersionUID = 1L;

    final Oracle oracle;

    /** The same words for alarms of the same sort. */
    final String sort;

    Alarm(Oracle oracle, String sort, String inWords) {
        super(oracle + ", " + sort + ": " + inWords);
        this.oracle = oracle;
        this.sort = sort;
    }
}
