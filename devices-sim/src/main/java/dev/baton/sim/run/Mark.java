package dev.baton.sim.run;

/**
 * Where something went wrong in a run.
 *
 * @param nanos when
 * @param what in words
 * @since 0.1
 */
public record Mark(long nanos, String what) {}
