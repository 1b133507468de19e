package dev.baton.sim;

import dev.baton.engine.Ending;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;

/**
 * What a device signals in memory when a job is done, and other hardware waits for without the CPU
 * (S12). As long as only others in hardware wait, no interrupt is raised for the job: whoever waits last
 * tells of it together with its own work, those further ahead first.
 *
 * <p><b>Threading:</b> any thread.
 *
 * @since 0.1
 */
public final class Semaphore {
    private final HardwareDomain<Semaphore> domain;
    private final Job job;
    private final List<Runnable> waiting = new ArrayList<>();

    /** What the job waited for itself; nothing once that is told of. Guard for all: this. */
    private List<Semaphore> ahead;

    private int takers;
    private boolean awaited;
    private boolean scheduled;
    private boolean told;
    private boolean passed;
    private @Nullable Throwable error;

    /**
     * A semaphore that has not passed.
     *
     * @param domain the job's
     * @param job the job that it tells of
     * @param ahead what the job itself waits for, in hardware
     */
    public Semaphore(HardwareDomain<Semaphore> domain, Job job, List<Semaphore> ahead) {
        this.domain = Objects.requireNonNull(domain, "domain");
        this.job = Objects.requireNonNull(job, "job");
        this.ahead = List.copyOf(ahead);
        ahead.forEach(each -> each.takenBy(job));
        whenEnded().thenAccept(this::ended);
    }

    private synchronized void takenBy(Job waiter) {
        takers++;
        domain.whenEnded(waiter).thenRun(this::left);
    }

    private void left() {
        synchronized (this) {
            takers--;
            if (takers > 0 || !passed) {
                return;
            }
        }
        collect();
    }

    /** {@return the job's end, for the hardware itself: nobody is asked to tell of it any sooner} */
    public CompletionStage<Ending> whenEnded() {
        return domain.whenEnded(job);
    }

    /** However a job ends, nobody waits for it any more. */
    private void ended(Ending ending) {
        Throwable cause = ending.cause();
        if (ending.outcome() != Outcome.COMPLETED && cause == null) {
            cause = new CancellationException(job + " ended " + ending);
        }
        pass(cause);
        synchronized (this) {
            ahead = List.of();
        }
    }

    /**
     * Passes: in hardware, as the work is done. A job that fails ends first, and passes by that.
     *
     * @return whether only other hardware waits for it: then the CPU need not be interrupted
     */
    public boolean pass() {
        return pass(null);
    }

    private boolean pass(@Nullable Throwable with) {
        List<Runnable> told;
        boolean taken;
        synchronized (this) {
            error = passed ? error : with;
            passed = true;
            told = List.copyOf(waiting);
            waiting.clear();
            taken = takers > 0 && !awaited;
        }
        told.forEach(Runnable::run);
        return taken;
    }

    /** Somebody waits for the job whom only the CPU can tell: now, if it has passed. */
    public void enableSignaling() {
        synchronized (this) {
            awaited = true; // who passes it from now on sees this
        }
        collect();
    }

    /** Its job stands on a ring: nothing that comes there later keeps it waiting. */
    public synchronized void schedule() {
        scheduled = true;
    }

    /** {@return whether its job stands on a ring, or is over} */
    public synchronized boolean isScheduled() {
        return scheduled || passed;
    }

    /** {@return whether what it tells of is over} */
    public synchronized boolean hasPassed() {
        return passed;
    }

    /** {@return whether it has passed with an error} */
    public synchronized boolean hasFailed() {
        return error != null;
    }

    /**
     * Waits for it.
     *
     * @param then runs when it passes, on the thread that does that; at once if it has
     */
    public void whenPassed(Runnable then) {
        synchronized (this) {
            if (!passed) {
                waiting.add(then);
                return;
            }
        }
        then.run();
    }

    /**
     * Lets the CPU look in memory, on the calling thread: if it has passed, what the job waited for
     * is told of, and then its own end.
     */
    public void collect() {
        if (hasPassed() && job.outcome() == null) {
            report(Interrupt.SOUND, null);
        }
    }

    /**
     * Tells of the end, and before that of what the job waited for. If another thread is still telling
     * of those, the job ends at its grant.
     *
     * @param line by which the end goes
     * @param failed why the buffers hold nothing to be trusted; null if all is well
     */
    public void report(Interrupt line, @Nullable Throwable failed) {
        collectAhead();
        if (job.isGranted() || job.outcome() != null) {
            line.done(job, failed);
        } else if (claim()) {
            domain.complete(job, failed);
        }
    }

    private synchronized boolean claim() {
        boolean first = !told;
        told = true;
        return first;
    }

    /** The CPU hears of what the job waited for, before it hears of the job. */
    public void collectAhead() {
        List<Semaphore> before;
        synchronized (this) {
            before = ahead;
        }
        before.forEach(Semaphore::collect);
        synchronized (this) {
            ahead = List.of(); // not sooner: who asks meanwhile must not go on without
        }
    }
}
