/**
 * The laws: what every run must satisfy, judged from its events alone.
 *
 * <pre>
 *   Event --&gt; Laws --&gt; History: live jobs, and their places in each queue, linked
 *              |         job 3 [A]---[B]        A place knows since when all that
 *              |              |     |           it has to wait for has been over.
 *              |         job 4 [A]---[B]---[C]
 *              |
 *              +--&gt; Exclusion, QueueOrder, OneOrder, OneEnd, ReaderConcurrency, NothingLeft
 *                       |  (one class each; they read the History, and keep little else)
 *                       v
 *                   Violations: the first ones in words, all of them counted
 * </pre>
 *
 * <p>Laws are incremental: memory is bounded by the live jobs and the queues, and an event costs
 * amortised O(1), a submission O(k). They read no clock and use no thread: the same events give the
 * same verdict. What an event leaves open, because another's publication is late, is judged when
 * that comes.
 *
 * <p>{@link dev.baton.law.Laws#oneByOne} judges histories of other systems too, whose jobs may ask for
 * one buffer after the other: those are known in full only when they end.
 *
 * <p>{@link dev.baton.law.WaitForGraph} finds and words cycles of waiting, of Baton's jobs or of
 * anything else that waits.
 */
@NullMarked
package dev.baton.law;

import org.jspecify.annotations.NullMarked;
