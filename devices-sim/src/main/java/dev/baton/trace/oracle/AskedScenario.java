package dev.baton.trace.oracle;

import java.util.List;

/** Operations, and what the other system answered after each. */
record AskedScenario(char kind, int number, int buffers, int jobs, List<Step> steps)
        implements Scenario {
    /** Fences are points of timelines; sync files are exported and merged. */
    static final char FENCES = 'A';

    /** Each job takes its in-fence first. */
    static final char IN_FENCES = 'B';

    static final char TRY_LOCK = 'C';

    /**
     * One operation and the answer to it.
     *
     * @param operation what was done
     * @param said by the operation itself; empty if it says nothing
     * @param saidLine where
     * @param observed what was seen after it, as the recording writes it
     * @param line where
     */
    record Step(Operation operation, String said, long saidLine, String observed, long line) {}

    static boolean isOf(char kind) {
        return kind >= FENCES && kind <= TRY_LOCK;
    }
}
