package dev.baton.trace.oracle;

/** Baton in the place of the other system: does what it is told, and can be asked after each. */
interface Answering extends AutoCloseable {
    /** What the operation says itself, as the recording writes it; empty if it says nothing. */
    String carryOut(Operation operation);

    /** What is seen now, as the recording writes it. */
    String observe();

    /** Lets go of what is pending. */
    @Override
    void close();

    static Answering to(AskedScenario scenario) {
        return scenario.kind() == AskedScenario.TRY_LOCK
                ? new TryLock(scenario)
                : new FencedJobs(scenario);
    }

    /** How the recording writes yes and no. */
    static char digit(boolean yes) {
        return yes ? '1' : '0';
    }
}
