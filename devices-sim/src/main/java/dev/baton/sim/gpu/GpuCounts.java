package dev.baton.sim.gpu;

/**
 * What a GPU has counted since it was made.
 *
 * @param finished commands whose work was done or failed
 * @param resets resets of all kinds
 * @param hangs jobs found guilty of one
 * @param extended jobs that ran out of time and were found still running
 * @param foundFinished jobs found finished whose completion interrupt had not ended them in time
 * @param lateCompletions completions of jobs that were over before
 * @param lateWrites accesses through what was revoked: refused, and without effect
 * @since 0.1
 */
public record GpuCounts(
        long finished,
        long resets,
        long hangs,
        long extended,
        long foundFinished,
        long lateCompletions,
        long lateWrites) {}
