/**
 * Search through schedules for deadlocks, broken laws and missed expectations; shrinking of what was
 * found; tokens that show it again.
 *
 * <pre>
 *   Workload --&gt; Search --(a Strategy's Scheduler)--&gt; Workload.run --&gt; Failure
 *      ^                                                              |
 *      +---- edits: smaller workloads -------- Shrinker &lt;--- Found &lt;---+
 *                                                 |
 *                                                 +--&gt; Token, report
 * </pre>
 */
@NullMarked
package dev.baton.explore;

import org.jspecify.annotations.NullMarked;
