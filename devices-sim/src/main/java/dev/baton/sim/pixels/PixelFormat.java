package dev.baton.sim.pixels;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the pixels of a picture lie in memory, by DRM's and V4L2's four-letter codes. Numbers of
 * several bytes are little endian.
 *
 * @since 0.1
 */
public enum PixelFormat {
    /** XRGB8888: blue, green, red and a byte that means nothing. */
    XR24(List.of("XRGB8888", "XBGR32"), new Layout(4, 1, 1)),
    /** ARGB8888: blue, green, red, alpha. */
    AR24(List.of("ARGB8888", "ABGR32"), new Layout(4, 1, 1)),
    /** RGB565: five bits of red, six of green, five of blue. */
    RG16(List.of("RGB565"), new Layout(2, 1, 1)),
    /** Luma, then a plane of Cb and Cr by turns for every 2x2 pixels. */
    NV12(List.of(), new Layout(1, 1, 1), new Layout(2, 2, 2)),
    /** As {@link #NV12}, but Cr before Cb. */
    NV21(List.of(), new Layout(1, 1, 1), new Layout(2, 2, 2)),
    /** Luma, then a plane of Cb and one of Cr, each for every 2x2 pixels. */
    YU12(List.of("YUV420", "I420"), new Layout(1, 1, 1), new Layout(1, 2, 2), new Layout(1, 2, 2)),
    /** Luma alone; DRM's R8. */
    GREY(List.of("R8", "Y8"), new Layout(1, 1, 1));

    /** One plane: the bytes of a sample, and for how many pixels across and down it stands. */
    private record Layout(int sampleBytes, int across, int down) {}

    /** How the constants of DRM and V4L2 begin. */
    private static final Pattern PREFIX =
            Pattern.compile("(DRM_FORMAT|V4L2_PIX_FMT)_", Pattern.CASE_INSENSITIVE);

    /** What DRM, V4L2 and users call it besides its code. */
    private final List<String> names;

    private final Layout[] layouts;

    PixelFormat(List<String> names, Layout... layouts) {
        this.names = names;
        this.layouts = layouts;
    }

    /**
     * The format that somebody means who does not write its code.
     *
     * @param name such as XRGB8888 or DRM_FORMAT_NV12, in capitals or not
     * @return the format; empty if none is called so
     */
    public static Optional<PixelFormat> called(String name) {
        String plain = PREFIX.matcher(name).replaceFirst("").toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.name().equals(plain) || format.names.contains(plain))
                .findFirst();
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
