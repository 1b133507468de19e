package dev.baton.sim.scenario;

/**
 * What goes wrong: F1 to F12 of the fault matrix, in that order, and what only displays do.
 *
 * @since 0.1
 */
public enum FaultKind implements Worded {
    /** The device hangs in the job. */
    HANG("F1"),
    /** The interrupt is lost. */
    LOST_COMPLETION("F2"),
    /** The interrupt comes twice. */
    DOUBLE_COMPLETION("F3"),
    /** An interrupt for a job that is over or was never started. */
    SPURIOUS_COMPLETION("F4"),
    /** The interrupt comes before the start has returned. */
    EARLY_COMPLETION("F5"),
    /** The client dies. */
    CRASH("F6"),
    /** The client dies, and goes on as if nothing had happened after its buffers were taken. */
    ZOMBIE("F7"),
    /** The client's callback throws. */
    THROW("F8"),
    /** The device's thread stands still. */
    FREEZE("F9"),
    /** The clock jumps. */
    CLOCK_JUMP("F10"),
    /** The device is reset with jobs in flight. */
    RESET("F11"),
    /** The device takes no more work. */
    REJECT("F12"),
    /** A display that releases a buffer before it has scanned it out. */
    EARLY_RELEASE("early-release");

    private final String code;

    FaultKind(String code) {
        this.code = code;
    }

    /**
     * Its number in the fault matrix.
     *
     * @return {@code F1} to {@code F12}, or the word of what is not in it
     */
    public String code() {
        return code;
    }
}
