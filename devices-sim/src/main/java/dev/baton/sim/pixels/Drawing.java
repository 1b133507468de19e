package dev.baton.sim.pixels;

import java.util.Arrays;
import java.util.List;

/**
 * What devices do with pictures: real work on real bytes, band by band. Colours are 0xAARRGGBB.
 *
 * <p>For one thread; it keeps rows to work on.
 *
 * @since 0.1
 */
public final class Drawing {
    private final RgbRow source = new RgbRow();
    private final RgbRow target = new RgbRow();
    private int[] colours = {};
    private byte[] bytes = {};
    private int[] sums = {};

    /**
     * A picture above others.
     *
     * @param surface the picture
     * @param at where its upper left corner lies
     * @since 0.1
     */
    public record Layer(Surface surface, Position at) {}

    /** Ready to draw. */
    public Drawing() {}

    /**
     * Fills rows with one colour.
     *
     * @param to the picture
     * @param rows which of its rows
     * @param colour the colour
     */
    public void fill(Surface to, Rows rows, int colour) {
        colours = RgbRow.atLeast(to.framebuffer().width(), colours);
        Arrays.fill(colours, 0, to.framebuffer().width(), colour);
        for (int row = rows.from(); row < rows.to(); row++) {
            target.write(to, row, colours);
        }
    }

    /**
     * Copies rows byte by byte.
     *
     * @param from a picture
     * @param to another of the same format and size
     * @param rows which
     * @throws IllegalArgumentException if they differ in format or size
     */
    public void blit(Surface from, Surface to, Rows rows) {
        PixelFormat format = from.framebuffer().format();
        if (format != to.framebuffer().format()) {
            throw new IllegalArgumentException(
                    "no blit from " + format + " to " + to.framebuffer().format() + "; convert it");
        }
        requireSameSize(from, to);
        for (int plane = 0; plane < format.planes(); plane++) {
            Rows some = rows.of(format, plane);
            int length =
                    some.count() * format.rowBytes(plane, from.framebuffer().width());
            bytes = bytes.length < length ? new byte[length] : bytes;
            from.read(plane, some, bytes);
            to.write(plane, some, bytes);
        }
    }

    /**
     * Copies rows into another format: between RGB and YUV by BT.601 in full range, each chroma
     * sample from the upper of its rows.
     *
     * @param from a picture
     * @param to another of the same size
     * @param rows which
     * @throws IllegalArgumentException if they differ in size
     */
    public void convert(Surface from, Surface to, Rows rows) {
        requireSameSize(from, to);
        colours = RgbRow.atLeast(from.framebuffer().width(), colours);
        for (int row = rows.from(); row < rows.to(); row++) {
            source.read(from, row, colours);
            target.write(to, row, colours);
        }
    }

    /**
     * Blurs: each pixel becomes the mean of the 3x3 around it.
     *
     * @param from a picture
     * @param to another of the same size
     * @param rows which rows are made
     * @throws IllegalArgumentException if they differ in size
     */
    public void blur(Surface from, Surface to, Rows rows) {
        requireSameSize(from, to);
        int width = from.framebuffer().width();
        int last = from.framebuffer().height() - 1;
        for (int row = rows.from(); row < rows.to(); row++) {
            clearSums(width);
            for (int y = Math.max(0, row - 1); y <= Math.min(last, row + 1); y++) {
                source.read(from, y, colours);
                for (int x = 0; x < width; x++) {
                    add(x, Math.max(0, x - 1), Math.min(width, x + 2));
                }
            }
            means(width);
            target.write(to, row, colours);
        }
    }

    /**
     * Makes a picture of another, usually larger one: each pixel becomes the mean of those it covers.
     *
     * @param from a picture
     * @param to where it goes, as a whole
     * @param rows which rows of that are made
     */
    public void thumbnail(Surface from, Surface to, Rows rows) {
        Framebuffer large = from.framebuffer();
        int width = to.framebuffer().width();
        int height = to.framebuffer().height();
        for (int row = rows.from(); row < rows.to(); row++) {
            clearSums(Math.max(width, large.width()));
            int first = (int) ((long) row * large.height() / height);
            int end = (int) ((long) (row + 1) * large.height() / height);
            for (int y = first; y < Math.max(first + 1, end); y++) {
                source.read(from, y, colours);
                for (int x = 0; x < width; x++) {
                    int left = (int) ((long) x * large.width() / width);
                    int right = (int) ((long) (x + 1) * large.width() / width);
                    add(x, left, Math.max(left + 1, right));
                }
            }
            means(width);
            target.write(to, row, colours);
        }
    }

    /**
     * Lays one picture over another; what is translucent in AR24 lets the other shine through.
     *
     * @param over what lies above
     * @param to what lies below, and receives the result
     * @param at where the one lies in the other; what is outside is cut off
     * @param rows which rows of {@code to}
     */
    public void overlay(Surface over, Surface to, Position at, Rows rows) {
        Layer layer = new Layer(over, at);
        int width = to.framebuffer().width();
        colours = RgbRow.atLeast(width, colours);
        int first = Math.max(rows.from(), at.y());
        long end = Math.min(rows.to(), (long) at.y() + over.framebuffer().height());
        for (int row = first; row < end; row++) {
            target.read(to, row, colours);
            lay(layer, row, width);
            target.write(to, row, colours);
        }
    }

    /**
     * Lays pictures one over the other, as a display does while it reads them.
     *
     * @param layers from the bottom up; the first has the size of the result
     * @param rows which rows of the result
     * @param into receives them in XR24, packed
     */
    public void compose(List<Layer> layers, Rows rows, byte[] into) {
        Surface lowest = layers.get(0).surface();
        int width = lowest.framebuffer().width();
        colours = RgbRow.atLeast(width, colours);
        for (int row = rows.from(); row < rows.to(); row++) {
            target.read(lowest, row, colours);
            for (int i = 1; i < layers.size(); i++) {
                Layer layer = layers.get(i);
                long y = (long) row - layer.at().y();
                if (y >= 0 && y < layer.surface().framebuffer().height()) {
                    lay(layer, row, width);
                }
            }
            for (int x = 0; x < width; x++) {
                RgbRow.put(into, (row - rows.from()) * width + x, colours[x]);
            }
        }
    }

    /** Lays a row of a picture that has one there over the row in {@code colours}. */
    private void lay(Layer layer, int row, int width) {
        Position at = layer.at();
        int across = layer.surface().framebuffer().width();
        sums = RgbRow.atLeast(across, sums);
        source.read(layer.surface(), row - at.y(), sums);
        long right = Math.min(width, (long) at.x() + across);
        for (int x = Math.max(0, at.x()); x < right; x++) {
            colours[x] = RgbRow.over(sums[x - at.x()], colours[x]);
        }
    }

    /** Room for the sums of alpha, red, green, blue and the count of each pixel. */
    private void clearSums(int width) {
        colours = RgbRow.atLeast(width, colours);
        sums = RgbRow.atLeast(5 * width, sums);
        Arrays.fill(sums, 0, 5 * width, 0);
    }

    private void add(int pixel, int from, int to) {
        int at = 5 * pixel;
        for (int x = from; x < to; x++) {
            int colour = colours[x];
            sums[at] += colour >>> 24;
            sums[at + 1] += colour >>> 16 & 0xFF;
            sums[at + 2] += colour >>> 8 & 0xFF;
            sums[at + 3] += colour & 0xFF;
        }
        sums[at + 4] += to - from;
    }

    private void means(int width) {
        for (int x = 0; x < width; x++) {
            int at = 5 * x;
            int count = sums[at + 4];
            colours[x] = sums[at] / count << 24
                    | sums[at + 1] / count << 16
                    | sums[at + 2] / count << 8
                    | sums[at + 3] / count;
        }
    }

    private static void requireSameSize(Surface from, Surface to) {
        Framebuffer a = from.framebuffer();
        Framebuffer b = to.framebuffer();
        if (a.width() != b.width() || a.height() != b.height()) {
            throw new IllegalArgumentException(a + " has " + a.width() + "x" + a.height() + ", " + b
                    + " has " + b.width() + "x" + b.height() + "; make a thumbnail");
        }
    }
}
