package dev.baton.trace.oracle;

import dev.baton.engine.AccessMode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One commit as it was recorded, and what came of it. Times are microseconds of the recording's
 * clock.
 *
 * @param line where it stands
 * @param number which frame
 * @param buffer what it shows
 * @param mode how it is synchronised
 * @param commit when it was committed
 * @param answer what the commit returned: 0, or a negative error
 * @param flip the vblank at which it was shown, and the time that its event told
 * @param outMicros the time of its out-fence
 * @param signals when each fence of the mode signaled
 * @param second what another commit returned right after; null if none was made
 */
record FlipFrame(
        long line,
        int number,
        int buffer,
        Mode mode,
        Moment commit,
        long answer,
        Moment flip,
        long outMicros,
        List<Moment> signals,
        @Nullable Second second) {

    /** A time, and the last vblank before it. */
    record Moment(long sequence, long vblankMicros, long micros) {}

    /** A commit on top; whether the flip of the first one was still to come. */
    record Second(long answer, boolean pending) {}

    /** How a frame is synchronised: by fences that were attached to its buffer, or by its own. */
    enum Mode {
        IMPLICIT_W("implicitW", Role.WRITE),
        EXPLICIT("explicit", Role.IN_FENCE),
        READ_FENCE("readfence", Role.READ),
        OVERRIDE("override", Role.WRITE, Role.IN_FENCE),
        NONE("none"),
        TWO_W("twoW", Role.WRITE, Role.WRITE),
        R_THEN_W("RthenW", Role.READ, Role.WRITE);

        final String word;
        final List<Role> roles;

        Mode(String word, Role... roles) {
            this.word = word;
            this.roles = List.of(roles);
        }

        /** A flip waits for its explicit fence alone, if it has one, and else for writers only. */
        private Role waitsFor() {
            return roles.contains(Role.IN_FENCE) ? Role.IN_FENCE : Role.WRITE;
        }
    }

    /** What a fence is of: a use of the buffer, or the commit itself. */
    enum Role {
        READ(AccessMode.SHARED),
        WRITE(AccessMode.EXCLUSIVE),
        IN_FENCE(null);

        final @Nullable AccessMode use;

        Role(@Nullable AccessMode use) {
            this.use = use;
        }
    }

    /** About when its vblank was, counted from the one before the commit. */
    long flipMicros(long periodNanos) {
        long vblanks = flip.sequence - commit.sequence;
        return commit.vblankMicros + vblanks * periodNanos / 1_000;
    }

    /** The vblank that the rule asks for: the first after the commit and all it waits for. */
    long ruled() {
        long last = commit.sequence;
        for (int i = 0; i < signals.size(); i++) {
            if (mode.roles.get(i) == mode.waitsFor()) {
                last = Math.max(last, signals.get(i).sequence);
            }
        }
        return last + 1;
    }
}
