package dev.baton.sim.gpu;

import java.math.BigDecimal;

/**
 * Why a job ended FAILED that the GPU did not get on with: it was found guilty, and the GPU was reset.
 * What the kernel's {@code timedout_job} reports.
 *
 * @since 0.1
 */
public final class GpuHangException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose job it was. */
    private final String context;

    /** Where it hung. */
    private final int ring;

    /** For how long. */
    private final long afterNanos;

    GpuHangException(Command guilty, int ring, long afterNanos) {
        super(guilty.job + " of context " + guilty.context.name() + " hung on ring " + ring
                + ": no progress for " + millis(afterNanos) + " ms; the GPU was reset");
        this.context = guilty.context.name();
        this.ring = ring;
        this.afterNanos = afterNanos;
    }

    private static String millis(long nanos) {
        return BigDecimal.valueOf(nanos, 6).stripTrailingZeros().toPlainString();
    }

    /** {@return the name of the guilty job's context} */
    public String context() {
        return context;
    }

    /** {@return the number of the ring} */
    public int ring() {
        return ring;
    }

    /** {@return how long it ran without progress} */
    public long afterNanos() {
        return afterNanos;
    }
}
