package dev.baton.sim.pixels;

/**
 * How the pixels of a picture lie in memory, by DRM's and V4L2's four-letter codes. Numbers of
 * several bytes are little endian.
 *
 * @since 0.1
 */
public enum PixelFormat {
    /** XRGB8888: blue, green, red and a byte that means nothing. */
    XR24(new Layout(4, 1, 1)),
    /** ARGB8888: blue, green, red, alpha. */
    AR24(new Layout(4, 1, 1)),
    /** RGB565: five bits of red, six of green, five of blue. */
    RG16(new Layout(2, 1, 1)),
    /** Luma, then a plane of Cb and Cr by turns for every 2x2 pixels. */
    NV12(new Layout(1, 1, 1), new Layout(2, 2, 2)),
    /** As {@link #NV12}, but Cr before Cb. */
    NV21(new Layout(1, 1, 1), new Layout(2, 2, 2)),
    /** Luma, then a plane of Cb and one of Cr, each for every 2x2 pixels. */
    YU12(new Layout(1, 1, 1), new Layout(1, 2, 2), new Layout(1, 2, 2)),
    /** Luma alone; DRM's R8. */
    GREY(new Layout(1, 1, 1));

    /** One plane: the bytes of a sample, and for how many pixels across and down it stands. */
    private record Layout(int sampleBytes, int across, int down) {}

    private final Layout[] layouts;

    PixelFormat(Layout... layouts) {
        this.layouts = layouts;
    }

    /** {@return how many planes a picture has, 1 to 3} */
    public int planes() {
        return layouts.length;
    }

    /**
     * {@return the bytes of one sample}
     *
     * @param plane from 0
     */
    public int sampleBytes(int plane) {
        return layouts[plane].sampleBytes;
    }

    /**
     * {@return the bytes of one row of a plane, without padding}
     *
     * @param plane from 0
     * @param width pixels of a row of the picture
     */
    public int rowBytes(int plane, int width) {
        Layout layout = layouts[plane];
        return (width + layout.across - 1) / layout.across * layout.sampleBytes;
    }

    /**
     * What a plane takes, its rows packed one behind the other.
     *
     * @param plane from 0
     * @param width pixels in a row
     * @param height rows of the picture
     * @return bytes
     */
    public long bytes(int plane, int width, int height) {
        return (long) rowBytes(plane, width) * rows(plane, height);
    }

    /**
     * {@return how many rows of a plane begin above a row of the picture}
     *
     * @param plane from 0
     * @param row of the picture; its height gives the rows of the plane
     */
    public int rows(int plane, int row) {
        int down = layouts[plane].down;
        return (row + down - 1) / down;
    }
}
