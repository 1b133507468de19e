package dev.baton.sim.pixels;

/**
 * A band of a picture: some of its rows, one below the other. Devices work band by band, so that
 * whoever looks in between sees work half done.
 *
 * @param from the first row, from 0
 * @param to the first row below
 * @since 0.1
 */
public record Rows(int from, int to) {
    /**
     * Refuses a band that ends before it begins.
     *
     * @param from the first row
     * @param to the first row below
     */
    public Rows {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no rows from " + from + " to " + to);
        }
    }

    /**
     * {@return one of as many bands of about equal height}
     *
     * @param height of the picture
     * @param band which, from 0
     * @param bands how many
     */
    public static Rows band(int height, int band, int bands) {
        return new Rows(
                (int) ((long) height * band / bands), (int) ((long) height * (band + 1) / bands));
    }

    /** {@return how many} */
    public int count() {
        return to - from;
    }

    /** Those rows of a plane that begin in these rows of the picture. */
    Rows of(PixelFormat format, int plane) {
        return plane == 0 ? this : new Rows(format.rows(plane, from), format.rows(plane, to));
    }
}
