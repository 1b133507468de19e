/**
 * Pipelines as they are today, written down as jobs of steps over buffers, locks, conditions, queues
 * and variables.
 *
 * <pre>
 *   JobBuilder --&gt; StepProgram --&gt; Code --&gt; Machine: one Runner per job --&gt; Waits: who waits for whom
 *                       |                      |
 *                       v                      v
 *                     Edits               Acquisition: OneByOne, or AllAtOnce on a dispatcher
 * </pre>
 */
@NullMarked
package dev.baton.explore.step;

import org.jspecify.annotations.NullMarked;
