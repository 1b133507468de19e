package dev.baton.sim;

import dev.baton.engine.Job;

import org.jspecify.annotations.Nullable;

/**
 * The line by which a device tells that it is done with a job. It ends the job; what stands between
 * device and dispatcher may lose, double or forge what it carries, as broken hardware does.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Interrupt {
    /** The line of a sound device. */
    Interrupt SOUND = (job, error) -> {
        if (error == null) {
            job.release();
        } else {
            job.fail(error);
        }
    };

    /**
     * Ends the job.
     *
     * @param job which
     * @param error why its buffers hold nothing to be trusted; null if all is well
     */
    void done(Job job, @Nullable Throwable error);
}
