package dev.baton.sim.scenario;

/**
 * Width and height, in files {@code 64x36}.
 *
 * @param width pixels in a row
 * @param height rows
 * @since 0.1
 */
public record Size(int width, int height) {
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
