package dev.baton.trace.oracle;

import java.util.List;

/**
 * Frames on a display, one committed after the other.
 *
 * @param number which scenario
 * @param periodNanos from vblank to vblank
 * @param buffers how many there are
 * @param frames in the order of their commits
 */
record FlipScenario(int number, long periodNanos, int buffers, List<FlipFrame> frames)
        implements Scenario {
    static final char KIND = 'F';

    @Override
    public char kind() {
        return KIND;
    }
}
