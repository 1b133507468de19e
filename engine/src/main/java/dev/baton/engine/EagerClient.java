package dev.baton.engine;

/**
 * A client that works on each buffer as soon as that is its own, without waiting for the others of
 * the job (S6). The places in all queues are taken in one step as ever, so no two eager jobs can
 * wait for each other.
 *
 * <p>The idea is Alan Cox's: to block until all are available is too slow; reserve a place for the
 * whole list, then dispatch the work of each buffer as that buffer comes.
 *
 * @since 0.1
 */
public interface EagerClient extends Client {
    /**
     * Tells that one buffer of the job is owned, in the mode that the job named. From now on the
     * client may work on it, and may {@link Job#release(SyncQueue) release} it before the others
     * are there. Exactly once per access; always before {@link #granted}, which says that the last
     * one came; never after the job's end, which waits for a call that is under way, but not past
     * the deadline of a closing.
     *
     * <p><b>Threading, memory:</b> as {@link #granted}. Calls for different buffers of one job may
     * run at the same time on different threads. What it throws ends the job FAILED.
     *
     * @param job the job
     * @param queue the queue of the buffer
     */
    void onAvailable(Job job, SyncQueue queue);

    @Override
    default boolean isEager() {
        return true;
    }
}
