package dev.baton.engine;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * Devices that wait for one another in hardware, by semaphores of one type, without the CPU (S12):
 * the rings of a GPU, a GPU and its display controller. A job of one of them is handed to it while
 * those ahead of it still run, with the semaphores to wait for; of devices outside, a client hears
 * when all is over.
 *
 * <p><b>Threading:</b> any thread. <b>Cost:</b> jobs of clients without a domain pay one test.
 *
 * @param <S> what its devices wait for
 * @since 0.1
 */
public final class HardwareDomain<S> {
    private final String name;

    /**
     * A domain of no clients yet; each names it by {@link HardwareClient#domain()}.
     *
     * @param name for events and reports
     */
    public HardwareDomain(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * Withdraws a job that was handed over and is not granted yet, on behalf of its client, which
     * has made sure that its hardware does not begin it: nobody else can (S12).
     *
     * @param job a job of this domain
     * @return true if this call ended it; false if another end came first, or the grant: then it is
     *     to be released
     * @throws RefusedException (S12) if the job is not of this domain
     */
    public boolean cancel(Job job) {
        handOf(job, "Job.cancel()");
        return job.withdraw();
    }

    /**
     * Ends a job whose work is done in hardware: at once if it is granted, otherwise at its grant,
     * which comes when the ends of all it waited for are reported. So a domain may report ends in any
     * order, from any thread.
     *
     * @param job a job of this domain that was handed over; one thread reports it
     * @param error why its buffers hold nothing to be trusted (S15); null if all is well
     * @return false if something else has ended it, which is counted as {@link
     *     Dispatcher#lateReleases() late}
     * @throws RefusedException (S12) if the job is not of this domain
     */
    public boolean complete(Job job, @Nullable Throwable error) {
        return handOf(job, "Job.release()").complete(job, error);
    }

    /**
     * Tells of a job's end like {@link Job#whenEnded}, for the domain's own clients: nobody is asked
     * to tell of it any sooner.
     *
     * @param job any
     * @return as there
     */
    public CompletionStage<Ending> whenEnded(Job job) {
        return job.particularsMade().ended(job);
    }

    private HandOver handOf(Job job, String instead) {
        HandOver hand = job.handOver();
        if (hand == null || hand.domain != this) {
            throw new RefusedException("S12", job + " is not of " + this + ": use " + instead);
        }
        return hand;
    }

    @Override
    public String toString() {
        return name;
    }
}
