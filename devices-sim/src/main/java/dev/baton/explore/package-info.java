/**
 * Search through schedules for deadlocks, and shrinking of what was found.
 *
 * <pre>
 *   StepProgram --&gt; Search --(Scheduler's choices)--&gt; Execution --&gt; Deadlock
 *                     ^                                  |             |
 *                     |                             Acquisition        v
 *                     +---- smaller programs -------- Shrinker &lt;-------+
 * </pre>
 */
@NullMarked
package dev.baton.explore;

import org.jspecify.annotations.NullMarked;
