package dev.baton.sim.scenario;

/**
 * What a run is judged by: a measure within bounds.
 *
 * @param measure what is measured
 * @param min the least that is fine, in the measure's unit
 * @param max the most that is fine
 * @param condition the bounds as the file says them
 * @since 0.1
 */
public record Expectation(Measure measure, long min, long max, String condition) {
    /**
     * Whether a run did as expected.
     *
     * @param measured in the measure's unit
     * @return whether it lies within the bounds
     */
    public boolean isMet(long measured) {
        return min <= measured && measured <= max;
    }

    @Override
    public String toString() {
        return measure.word() + ": " + condition;
    }
}
