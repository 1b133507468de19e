package dev.baton.sim.scenario;

/**
 * What goes wrong: F1 to F12 of the fault matrix, in that order, and what only displays do.
 *
 * @since 0.1
 */
public enum FaultKind implements Worded {
    /** F1: the device hangs in the job. */
    HANG,
    /** F2: the interrupt is lost. */
    LOST_COMPLETION,
    /** F3: the interrupt comes twice. */
    DOUBLE_COMPLETION,
    /** F4: an interrupt for a job that is over or was never started. */
    SPURIOUS_COMPLETION,
    /** F5: the interrupt comes before the start has returned. */
    EARLY_COMPLETION,
    /** F6: the client dies. */
    CRASH,
    /** F7: the client dies, and goes on as if nothing had happened after its buffers were taken. */
    ZOMBIE,
    /** F8: the client's callback throws. */
    THROW,
    /** F9: the device's thread stands still. */
    FREEZE,
    /** F10: the clock jumps. */
    CLOCK_JUMP,
    /** F11: the device is reset with jobs in flight. */
    RESET,
    /** F12: the device takes no more work. */
    REJECT,
    /** A display that releases a buffer before it has scanned it out. */
    EARLY_RELEASE;

    /**
     * Its number in the fault matrix.
     *
     * @return {@code F1} to {@code F12}, or the word of what is not in it
     */
    public String code() {
        return this == EARLY_RELEASE ? word() : "F" + (ordinal() + 1);
    }
}
