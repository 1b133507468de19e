/**
 * Ways to choose schedules. Each is a {@link dev.baton.sim.Scheduler}, made anew for each execution
 * from a seed, so that an execution can be repeated by itself; only the exhaustive one remembers.
 *
 * <p>What runs step by step offers {@link dev.baton.explore.strategy.Stepped} tasks, which say what
 * their next step touches. Of any other task only the name is known, and strategies then make do
 * with that.
 */
@NullMarked
package dev.baton.explore.strategy;

import org.jspecify.annotations.NullMarked;
