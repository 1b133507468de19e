package dev.baton.engine;

import java.util.concurrent.RejectedExecutionException;

/** A client to whom telling runs no user code and holds nothing, so that it may be told at once. */
abstract class Mailbox implements Client {
    /**
     * Takes a granted job.
     *
     * @return false if it cannot: the job fails
     */
    abstract boolean offer(Job job);

    /** A job of this client has ended. */
    void ended() {}

    @Override
    public final void granted(Job job) {
        if (!offer(job)) {
            throw new RejectedExecutionException(name() + " is full");
        }
    }
}
