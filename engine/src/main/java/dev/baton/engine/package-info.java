/**
 * Queues, jobs and the lock-free dispatcher.
 *
 * <pre>
 *   submit(job: A exclusive, B shared)          one place in every queue, in one atomic step
 *
 *   queue A   [over] &lt;- [owned X] &lt;- [waits X] &lt;- tail
 *   queue B   [owned S] &lt;- [owned S] &lt;- [waits X] &lt;- [waits S] &lt;- tail
 *                                                     nobody overtakes (S2)
 *
 *   application -&gt; Dispatcher -&gt; SyncQueue -&gt; Client.granted -&gt; Job.release -&gt; next Client.granted
 * </pre>
 *
 * <p><b>Happens-before</b>, every edge that this package adds:
 *
 * <ul>
 *   <li>before {@code submit} -&gt; in {@code Client.granted} and {@code EagerClient.onAvailable} of
 *       that job, or after its poll from an {@link dev.baton.engine.Inbox}, or after {@code acquire}
 *       returned it;
 *   <li>before {@code Job.release}, {@code release(queue)} or {@code fail} -&gt; in the grant, or the
 *       notice of that buffer, of every job that waited for that access, directly or through others;
 *       before {@code downgrade} -&gt; in those of the readers behind;
 *   <li>before the return of {@code Client.fenceOff} -&gt; in the grant of the next owners;
 *   <li>before the signal of a gate's fence -&gt; in the grant of its job; before that of an imported
 *       fence -&gt; in the grants of the jobs that waited for the foreign work;
 *   <li>before a job's end -&gt; in the callbacks of its out-fence, and of an exported fence that waited
 *       for it;
 *   <li>before an end -&gt; in what hangs on {@code Job.whenEnded}; before the end of what stood against
 *       it -&gt; in what hangs on {@code Dispatcher.whenReady};
 *   <li>before a grant or an end -&gt; after {@code Job.isGranted} or {@code Job.outcome} told of it;
 *   <li>before a cancellation -&gt; no grant: a cancelled job never owned all its buffers.
 * </ul>
 *
 * <p>No internal claim is held while a client or a supplier of the user runs; an observer runs
 * between the decision of a grant or an end and its effect. As with any lock-free code, an error of
 * the JVM inside a call of this package, out of memory or of stack, may leave queues blocked. There is
 * no lock and so no lock order; the one order among queues is their ids, in which {@code submit}
 * takes its places.
 */
@NullMarked
package dev.baton.engine;

import org.jspecify.annotations.NullMarked;
