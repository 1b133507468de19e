package dev.baton.engine;

import java.util.Objects;

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
        HandOver hand = job.handOver();
        if (hand == null || hand.domain != this) {
            throw new RefusedException("S12", job + " is not of " + this + ": use Job.cancel()");
        }
        return job.withdraw();
    }

    @Override
    public String toString() {
        return name;
    }
}
