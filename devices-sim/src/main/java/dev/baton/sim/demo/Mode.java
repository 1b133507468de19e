package dev.baton.sim.demo;

import dev.baton.engine.AccessMode;

/** Who brings a finished frame to the display. */
public enum Mode {
    /** The queues: render and flip are submitted back to back, the application sleeps. */
    QUEUED("queued"),
    /** The application: it is woken by the end of the render and then asks for the flip. */
    APPLICATION("application"),
    /** Nobody: every job names its buffers UNORDERED, and the application flips by a timer. */
    UNSYNCHRONISED("unsynchronised");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    /**
     * The mode's name in tables and files.
     *
     * @return one lower-case word
     */
    public String word() {
        return word;
    }

    AccessMode drawing() {
        return this == UNSYNCHRONISED ? AccessMode.UNORDERED : AccessMode.EXCLUSIVE;
    }

    AccessMode reading() {
        return this == UNSYNCHRONISED ? AccessMode.UNORDERED : AccessMode.SHARED;
    }
}
