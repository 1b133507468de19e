package dev.baton.trace.oracle;

import java.util.List;

/** Jobs on queues that are threads, and when each of them was submitted, began and was done. */
record TimedScenario(int number, List<TimedJob> jobs) implements Scenario {
    static final char KIND = 'T';

    @Override
    public char kind() {
        return KIND;
    }
}
