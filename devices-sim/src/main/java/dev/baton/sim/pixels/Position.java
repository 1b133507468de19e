package dev.baton.sim.pixels;

/**
 * Where the upper left corner of one picture lies in another; it may lie outside.
 *
 * @param x pixels from the left
 * @param y rows from the top
 * @since 0.1
 */
public record Position(int x, int y) {
    /** The upper left corner itself. */
    public static final Position ORIGIN = new Position(0, 0);
}
