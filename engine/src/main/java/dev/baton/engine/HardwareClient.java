package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A client whose hardware waits for other hardware of its domain by itself (S12). It is given each
 * job once by {@link #handOver}: early, when everything ahead of the job is over or in the hands of
 * the same domain; or else at the grant, with nothing to wait for. Jobs that carry a time, an expiry
 * or a gate that holds their place are given at the grant.
 *
 * <p>To be handed over is not to be granted. The job is granted, and its hold begins, when the ends
 * of all that it waited for have been reported, by {@link Job#release} in that order or by {@link
 * HardwareDomain#complete} in any.
 *
 * <p>An end need not be reported as long as only hardware of the domain waits for it; {@link
 * #enableSignaling} tells when that is so no more. A client that reports every end at once may
 * ignore it. One that does not must bound how many it leaves unreported.
 *
 * <p><b>Failure.</b> A job that fails, hangs or is reset has its end reported first; then its
 * semaphore passes, with an error, as does that of a job that was cancelled. Whoever waited for
 * it begins all the same if its policy is {@link PoisonPolicy#RUN}. Otherwise the engine decides: the
 * job begins when it is granted, of which {@link #mayRun} tells, or it has ended and is {@linkplain
 * #fenceOff fenced off}.
 *
 * <p>A semaphore passes when the whole job is over in hardware. Jobs of one {@link Succession} get
 * none for one another: their client keeps that order. Nobody else is handed over behind an
 * open-ended job, as its end is that of a job still to come.
 *
 * @param <S> the semaphores of its domain
 * @since 0.1
 */
public interface HardwareClient<S> extends Client {
    @Override
    HardwareDomain<S> domain();

    /**
     * Takes a job into the hardware, which begins it when all semaphores have passed. The hand-over
     * of each job ahead that is not over has returned before, so an in-order ring never holds a job
     * before those it waits for.
     *
     * <p>From now on nobody cancels the job but its client, by {@link HardwareDomain#cancel}; if it
     * ends without the client's doing, by a closing or by {@link PoisonPolicy}, it is fenced off.
     *
     * <p><b>Threading, memory:</b> as {@link #granted}; always direct, not on an {@link #executor}.
     * What it throws ends the job FAILED.
     *
     * @param job the job, granted or not
     * @param waits the semaphores of those ahead; empty if the job is granted
     * @return the job's own semaphore, dropped when the job ends; or null if the hardware has no room
     *     for a job that has to wait: it is given again at its grant
     */
    @Nullable
    S handOver(Job job, List<S> waits);

    /**
     * Tells that a job which was handed over is granted though a buffer in this dispatcher was
     * poisoned: if the hardware's waits ended with an error, it begins now. Only for jobs that
     * would not run behind a failed writer; may come again, or for a job that runs already.
     *
     * @param job the job
     */
    default void mayRun(Job job) {}

    /**
     * Tells that somebody waits for a job whom its semaphore does not tell: the CPU, other hardware, a
     * job that is given at its grant. From now on the end is to be reported as soon as the semaphore
     * has passed; now, if it has. Source: {@code dma_fence_ops.enable_signaling}.
     *
     * <p><b>Threading:</b> any thread, inside an operation or a callback; it must not block. May come
     * again, for one that has passed or that was told of, and before {@link #handOver} is known to
     * have returned. What it throws goes to the thread's uncaught exception handler.
     *
     * @param semaphore what {@link #handOver} returned
     */
    default void enableSignaling(S semaphore) {}

    /** Called only behind a wrapper, which has no domain: as a hand-over with nothing to wait for. */
    @Override
    default void granted(Job job) {
        handOver(job, List.of());
    }
}
