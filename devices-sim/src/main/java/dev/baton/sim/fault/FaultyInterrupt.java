package dev.baton.sim.fault;

import static dev.baton.sim.fault.Fault.F2_LOST_COMPLETION;
import static dev.baton.sim.fault.Fault.F3_DOUBLE_COMPLETION;
import static dev.baton.sim.fault.Fault.F4_SPURIOUS_COMPLETION;

import dev.baton.engine.Job;
import dev.baton.engine.RefusedException;
import dev.baton.sim.Interrupt;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A completion line that loses, doubles and forges completions.
 *
 * <p><b>Threading:</b> as the device that uses it.
 *
 * @since 0.1
 */
public final class FaultyInterrupt implements Interrupt {
    private final Faults faults;
    private final Interrupt line;
    private final AtomicLong refused = new AtomicLong();
    private @Nullable Job last;

    /**
     * A line with faults.
     *
     * @param faults when what goes wrong
     * @param line where completions go
     */
    public FaultyInterrupt(Faults faults, Interrupt line) {
        this.faults = Objects.requireNonNull(faults, "faults");
        this.line = Objects.requireNonNull(line, "line");
    }

    @Override
    public void done(Job job, @Nullable Throwable error) {
        Job before = last;
        last = job;
        if (faults.strikes(F2_LOST_COMPLETION, job)) {
            return;
        }
        boolean twice = faults.strikes(F3_DOUBLE_COMPLETION, job); // a job that is over is nobody's
        boolean forged = faults.strikes(F4_SPURIOUS_COMPLETION, job);
        end(job, error);
        if (twice) {
            end(job, error);
        }
        if (forged) {
            end(before == null ? job : before, null);
        }
    }

    /**
     * Raises a completion that no device has caused.
     *
     * @param job a job that is over, or waits, or is worked on
     */
    public void forge(Job job) {
        faults.count(F4_SPURIOUS_COMPLETION);
        end(job, null);
    }

    private void end(Job job, @Nullable Throwable error) {
        try {
            line.done(job, error);
        } catch (RefusedException neverBegun) {
            refused.incrementAndGet();
        }
    }

    /** {@return how many completions were refused, as their jobs had not been granted} */
    public long refused() {
        return refused.get();
    }
}
