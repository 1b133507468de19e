package dev.baton.event;

import dev.baton.engine.AccessMode;
import dev.baton.engine.CancelReason;

import java.util.List;

/**
 * One transition of one job. For one job the order is: submitted, available for each access,
 * granted, accessReleased, one {@link End}; an {@code Available} or {@code AccessReleased} may come
 * after the end it raced. Events of different jobs may come out of queue order: {@link
 * SubmittedAccess#predecessor} tells the true one.
 *
 * <p>Immutable, and free of the engine's objects: an event keeps no buffer or client alive.
 *
 * @since 0.1
 */
public sealed interface Event {
    /**
     * When it was published.
     *
     * @return nanoseconds of the clock that the {@link EventStream} was given
     */
    long nanos();

    /**
     * Whom it is about.
     *
     * @return the job's id
     */
    long job();

    /** The end of a job; each has exactly one (S13). */
    sealed interface End extends Event {}

    /**
     * One access of a submitted job.
     *
     * @param queue the queue's id
     * @param queueName the queue's name
     * @param mode how the buffer is used
     * @param predecessor the id of the job right before it on that queue; 0 if there never was one,
     *     and for an unordered access
     */
    record SubmittedAccess(long queue, String queueName, AccessMode mode, long predecessor) {}

    /**
     * The job has its place in all its queues.
     *
     * @param nanos when
     * @param job the job's id
     * @param client the name of the client that is to be granted the job
     * @param accesses what it wants, ascending by queue id; nobody changes the list any more
     * @param openEnded whether it is held until the next of its succession is granted (S20)
     * @param notBeforeNanos its grant comes no earlier, by the dispatcher's timers; 0: at once (S8)
     * @param gated whether its grant waits for fences too (S9)
     * @param foreign whether it stands for work that is not the engine's: it is never granted, and
     *     its accesses are over when it ends, whatever it waits for (S10)
     */
    record Submitted(
            long nanos,
            long job,
            String client,
            List<SubmittedAccess> accesses,
            boolean openEnded,
            long notBeforeNanos,
            boolean gated,
            boolean foreign)
            implements Event {
        /**
         * A job that waits for nothing but its accesses.
         *
         * @param nanos when
         * @param job the job's id
         * @param client the name of the client
         * @param accesses what it wants
         * @param openEnded as above
         */
        public Submitted(
                long nanos,
                long job,
                String client,
                List<SubmittedAccess> accesses,
                boolean openEnded) {
            this(nanos, job, client, accesses, openEnded, 0, false, false);
        }
    }

    /**
     * One access is owned; published after it became so.
     *
     * @param nanos when
     * @param job the job's id
     * @param queue the queue's id
     */
    record Available(long nanos, long job, long queue) implements Event {}

    /**
     * All accesses are owned; published after the grant.
     *
     * @param nanos when
     * @param job the job's id
     */
    record Granted(long nanos, long job) implements Event {}

    /**
     * The job is in the hands of hardware that orders itself (S12); published after its client took
     * it, before those behind hear of it. May come before the grant or after it, and after the end
     * that it raced.
     *
     * @param nanos when
     * @param job the job's id
     * @param domain the name of the hardware domain
     */
    record HandedOver(long nanos, long job, String domain) implements Event {}

    /**
     * One access ends, its job does not; published before it takes effect.
     *
     * @param nanos when
     * @param job the job's id
     * @param queue the queue's id
     */
    record AccessReleased(long nanos, long job, long queue) implements Event {}

    /**
     * An exclusive access that is owned becomes shared; published before it takes effect.
     *
     * @param nanos when
     * @param job the job's id
     * @param queue the queue's id
     */
    record Downgraded(long nanos, long job, long queue) implements Event {}

    /**
     * The job ends COMPLETED; published before it takes effect.
     *
     * @param nanos when
     * @param job the job's id
     */
    record Released(long nanos, long job) implements End {}

    /**
     * The job ends CANCELLED; published before it takes effect.
     *
     * @param nanos when
     * @param job the job's id
     * @param reason why
     */
    record Cancelled(long nanos, long job, CancelReason reason) implements End {}

    /**
     * The job ends TIMED_OUT; published before it takes effect.
     *
     * @param nanos when
     * @param job the job's id
     */
    record TimedOut(long nanos, long job) implements End {}

    /**
     * The job ends FAILED; published before it takes effect.
     *
     * @param nanos when
     * @param job the job's id
     * @param cause what its client reported or threw, in words
     */
    record Failed(long nanos, long job, String cause) implements End {}

    /**
     * The job ends ABANDONED; published before it takes effect.
     *
     * @param nanos when
     * @param job the job's id
     * @param cause which closing it was not given back to, in words
     */
    record Abandoned(long nanos, long job, String cause) implements End {}
}
