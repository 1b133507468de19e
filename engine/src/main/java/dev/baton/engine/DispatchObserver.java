package dev.baton.engine;

/**
 * Hears of every transition of every job, on the thread that makes it. The order of the calls for
 * one job is: submitted, available for each access, granted, accessReleased, one end; somewhere between, of
 * a job for a hardware domain, handedOver.
 *
 * <p>What bounds ownership is told inside it: {@code available} and {@code granted} after they
 * became true, {@code accessReleased} and the ends before they take effect. So two overlapping
 * ownerships in the calls' order overlapped in truth. Calls for <em>different</em> jobs come from
 * different threads and may be out of queue order; {@code predecessors} tells the true one.
 *
 * <p><b>Threading:</b> any thread, many at once. It must neither block nor call the engine: grants
 * and ends are decided but not in effect while they are told, and a thread stopped in here delays
 * what it tells of. What it throws goes to the thread's uncaught exception handler and changes
 * nothing.
 *
 * @since 0.1
 */
public interface DispatchObserver {
    /**
     * The job has its place in all its queues. Its set and client may be read during this call.
     *
     * @param job the job
     * @param predecessors for each ordered access of the set, in order, the id of the job right
     *     before it on that queue, 0 if there never was one. Ids are per dispatcher: let all jobs of
     *     a queue come from one, or this may be another's id, or 0 for an unobserved job
     */
    void submitted(Job job, long[] predecessors);

    /**
     * One access is owned. May come after the job's cancellation, which it raced; ignore it then.
     *
     * @param job the job
     * @param queue the queue
     */
    void available(Job job, SyncQueue queue);

    /**
     * All accesses are owned; the client is told next.
     *
     * @param job the job
     */
    void granted(Job job);

    /**
     * The job is in the hands of hardware that orders itself (S12): its client's {@code handOver} has
     * returned, and those behind hear of it next. May come before the grant or after it, and after
     * the end that it raced.
     *
     * @param job the job
     * @param domain of its client
     */
    default void handedOver(Job job, HardwareDomain<?> domain) {}

    /**
     * One access that is owned ends, before the grant or after it; of foreign work that has failed,
     * also one that was never told available. May come after the end of the job, which it raced, and
     * which ended the access as well; ignore it then.
     *
     * @param job the job
     * @param queue the queue
     */
    void accessReleased(Job job, SyncQueue queue);

    /**
     * An exclusive access that is owned becomes a shared one (S5).
     *
     * @param job the job
     * @param queue the queue
     */
    void downgraded(Job job, SyncQueue queue);

    /**
     * The job ends COMPLETED.
     *
     * @param job the job
     */
    void released(Job job);

    /**
     * The job ends CANCELLED.
     *
     * @param job the job
     * @param reason why
     */
    void cancelled(Job job, CancelReason reason);

    /**
     * The job ends TIMED_OUT: a blocking acquire waited no longer, or its hold ran out (S16).
     *
     * @param job the job
     */
    void timedOut(Job job);

    /**
     * The job ends FAILED.
     *
     * @param job the job
     * @param cause what its client reported or threw, what rejected its delivery, or the poison
     */
    void failed(Job job, Throwable cause);

    /**
     * The job ends ABANDONED.
     *
     * @param job the job
     * @param cause which closing it was not given back to
     */
    void abandoned(Job job, Throwable cause);
}
