package dev.baton.trace.oracle;

/** One scenario as it was recorded: what was done, and what the other system said. */
sealed interface Scenario permits AskedScenario, FlipScenario, TimedScenario {
    /** Which kind, by its letter. */
    char kind();

    int number();
}
