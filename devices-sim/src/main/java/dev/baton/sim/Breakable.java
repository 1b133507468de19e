package dev.baton.sim;

import dev.baton.engine.Job;

/**
 * A device that can break as a whole. What it has when it breaks it keeps, until its jobs are taken
 * from it: by their watchdogs, or by closing its client.
 *
 * <p><b>Threading:</b> any thread; it takes effect on the device's loop.
 *
 * @since 0.1
 */
public interface Breakable {
    /**
     * Hangs: nothing is worked on or ends any more, and it gives no sign of life. It goes on when it
     * is reset, or when the job it hangs in is taken from it.
     */
    void hang();

    /**
     * Hangs in one job. A device that works on one after another hangs as a whole, at once.
     *
     * @param job one that it was granted
     */
    default void hang(Job job) {
        hang();
    }

    /** Dies. Who notices closes its client. */
    void kill();

    /**
     * Comes back from the dead as a zombie, and goes on with what it had when it died: nobody waits
     * for that any more, and it must have no effect (S16).
     */
    void revive();

    /**
     * Is reset. What it was working on ends FAILED, with that as the cause, or is begun again; what
     * waits for its turn does not suffer. One that has died starts anew, and knows nothing of what was
     * taken from it.
     */
    void reset();
}
