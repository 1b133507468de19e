package dev.baton.sim.kms;

import dev.baton.engine.Job;

/**
 * An accepted commit.
 *
 * @param job holds the buffers of its planes until the next flip has latched
 * @param outFence signals when this one has
 * @since 0.1
 */
public record Committed(Job job, OutFence outFence) {}
