package dev.baton.sim.fault;

import dev.baton.sim.Worded;

/**
 * What goes wrong: F1 to F12 of the fault matrix, in that order, and what only displays do.
 *
 * @since 0.1
 */
public enum Fault implements Worded {
    /** The device hangs with the job that it was just granted. */
    F1_HUNG("hang"),
    /** A completion never arrives. */
    F2_LOST_COMPLETION("lost-completion"),
    /** A completion arrives twice. */
    F3_DOUBLE_COMPLETION("double-completion"),
    /** A completion arrives for a job that is over, or was never begun. */
    F4_SPURIOUS_COMPLETION("spurious-completion"),
    /** A job completes before the call that starts it has returned. */
    F5_EARLY_COMPLETION("early-completion"),
    /** The client dies with the job that it was just granted. */
    F6_CRASH("crash"),
    /** The client dies, and comes back when its jobs were taken from it. */
    F7_ZOMBIE("zombie"),
    /** The callback that tells a grant throws. */
    F8_THROW("throw"),
    /** Who tells a grant is stopped for a while, or for ever. */
    F9_FREEZE("freeze"),
    /** The device's clock jumps ahead, and all its timers are due at once. */
    F10_CLOCK_JUMP("clock-jump"),
    /** The device is reset with jobs in flight. */
    F11_RESET("reset"),
    /** The executor that was to tell a grant rejects it. */
    F12_REJECT("reject"),
    /** A display gives a buffer back before it has scanned it out. */
    EARLY_RELEASE("early-release");

    private final String word;

    Fault(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
