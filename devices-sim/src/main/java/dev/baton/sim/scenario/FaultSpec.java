package dev.baton.sim.scenario;

import dev.baton.sim.fault.Fault;

import org.jspecify.annotations.Nullable;

/**
 * A fault and when it strikes.
 *
 * @param kind what goes wrong
 * @param on the device
 * @param job only in this job; null for any of the device's
 * @param when in which of them
 * @since 0.1
 */
public record FaultSpec(Fault kind, String on, @Nullable String job, When when) {

    /**
     * The same, at another time.
     *
     * @param other when it strikes instead
     * @return the changed fault
     */
    public FaultSpec at(When other) {
        return new FaultSpec(kind, on, job, other);
    }

    /** When a fault strikes. */
    public sealed interface When {}

    /**
     * Once.
     *
     * @param iteration of the job, from 0
     */
    public record At(long iteration) implements When {}

    /**
     * Once, at a time of the run.
     *
     * @param nanos since its beginning
     */
    public record AtTime(long nanos) implements When {}

    /**
     * By chance, in any iteration.
     *
     * @param perMillion so many of a million
     */
    public record Chance(int perMillion) implements When {}
}
