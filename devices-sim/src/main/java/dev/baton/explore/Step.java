package dev.baton.explore;

import dev.baton.engine.AccessMode;

/**
 * One step of a job of a {@link StepProgram}. At its end a job gives back what it still holds.
 *
 * @since 0.1
 */
public sealed interface Step {
    /**
     * The job needs a buffer from here on.
     *
     * @param buffer the buffer's name
     * @param mode SHARED or EXCLUSIVE
     */
    record Take(String buffer, AccessMode mode) implements Step {
        @Override
        public String toString() {
            return "take " + buffer + (mode == AccessMode.SHARED ? " shared" : "");
        }
    }

    /** The job does something that concerns nobody else. */
    record Work() implements Step {
        @Override
        public String toString() {
            return "work";
        }
    }

    /**
     * The job needs a buffer no longer.
     *
     * @param buffer the buffer's name
     */
    record Release(String buffer) implements Step {
        @Override
        public String toString() {
            return "release " + buffer;
        }
    }

    /**
     * Whether two accesses to one buffer exclude each other (S2).
     *
     * @param one a mode
     * @param other another
     * @return true unless both are shared
     */
    static boolean conflict(AccessMode one, AccessMode other) {
        return one == AccessMode.EXCLUSIVE || other == AccessMode.EXCLUSIVE;
    }
}
