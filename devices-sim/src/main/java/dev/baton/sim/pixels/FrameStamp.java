package dev.baton.sim.pixels;

import java.util.Arrays;

/**
 * Draws a frame's number into every row of its picture, as bars of black and white, and reads it
 * again from any row: so each row tells by itself which frame it is of, also after a conversion of
 * format or a change of size. A picture of rows with different numbers is torn.
 *
 * <p>For one thread; it keeps the row last drawn and the row last read, so that equal rows cost a
 * comparison.
 *
 * @since 0.1
 */
public final class FrameStamp {
    /** Returned for a row that carries no number, as in a buffer nobody has drawn to. */
    public static final int NO_NUMBER = -1;

    /** How many numbers there are; greater ones begin again at 0. */
    public static final int NUMBERS = 1 << 16;

    private static final int BITS = 16;

    /** One bar for each bit, after a white one and a black one that no single colour shows. */
    private static final int BARS = BITS + 2;

    /** The fewest pixels across that hold a number. */
    public static final int WIDTH_MIN = BARS;

    private static final byte WHITE = (byte) 0xFF;
    private static final byte NEUTRAL = (byte) 0x80;

    private final PixelFormat format;
    private final int rowBytes;
    private final int[] barEnds = new int[BARS];
    private final int[] probes = new int[BARS];
    private final byte[] rowRead;
    private int numberRead = NO_NUMBER;
    private byte[] drawn = {};
    private int drawnRows;
    private int numberDrawn = NO_NUMBER;

    /** A bit for each bar of the row drawn last. */
    private long barsDrawn;

    private byte[] chroma = {};

    /**
     * A stamp for pictures of one kind.
     *
     * @param format theirs
     * @param width their pixels across, at least {@link #WIDTH_MIN}
     */
    public FrameStamp(PixelFormat format, int width) {
        if (width < WIDTH_MIN) {
            throw new IllegalArgumentException(
                    "no room for a frame's number in " + width + " pixels; take " + WIDTH_MIN);
        }
        this.format = format;
        this.rowBytes = format.rowBytes(0, width);
        int bytes = format.sampleBytes(0);
        for (int bar = 0; bar < BARS; bar++) {
            barEnds[bar] = (bar + 1) * width / BARS * bytes;
            int middle = (bar * width / BARS + (bar + 1) * width / BARS) / 2;
            probes[bar] = middle * bytes + (bytes > 1 ? 1 : 0);
        }
        this.rowRead = new byte[rowBytes];
    }

    /**
     * Draws some rows.
     *
     * @param surface the picture
     * @param rows which
     * @param number the frame's; {@link #numberOf} gives it modulo {@link #NUMBERS}
     */
    public void draw(Surface surface, Rows rows, long number) {
        int carried = (int) (number & NUMBERS - 1);
        if (carried != numberDrawn || rows.count() > drawnRows) {
            prepare(carried, rows.count());
        }
        surface.write(0, rows, drawn);
        for (int plane = 1; plane < format.planes(); plane++) {
            drawChroma(surface, plane, rows.of(format, plane));
        }
    }

    /** {@return the number of the frame that a row is of, or {@link #NO_NUMBER}}
     *
     * @param bytes holds a row of the picture's first plane
     * @param at where that begins
     */
    public int numberOf(byte[] bytes, int at) {
        if (!Arrays.equals(bytes, at, at + rowBytes, rowRead, 0, rowBytes)) {
            System.arraycopy(bytes, at, rowRead, 0, rowBytes);
            numberRead = isWhite(0) && !isWhite(1) ? numberRead() : NO_NUMBER;
        }
        return numberRead;
    }

    /** {@return whether rows are all alike, and so of one frame}
     *
     * @param bytes holds rows of the picture's first plane, packed, from its beginning
     * @param rows how many
     */
    public boolean isOneFrame(byte[] bytes, int rows) {
        int end = rows * rowBytes;
        return Arrays.equals(bytes, 0, end - rowBytes, bytes, rowBytes, end);
    }

    private int numberRead() {
        int number = 0;
        for (int bit = 0; bit < BITS; bit++) {
            number |= isWhite(bit + 2) ? 1 << bit : 0;
        }
        return number;
    }

    private boolean isWhite(int bar) {
        return rowRead[probes[bar]] < 0; // 128 and more
    }

    private void prepare(int number, int rows) {
        if (drawn.length < rows * rowBytes) {
            drawn = new byte[rows * rowBytes];
            barsDrawn = 0;
        }
        long bars = (long) number << 2 | 1;
        long others = bars ^ barsDrawn; // of the frame before, few
        for (; others != 0; others &= others - 1) {
            int bar = Long.numberOfTrailingZeros(others);
            int from = bar == 0 ? 0 : barEnds[bar - 1];
            byte colour = (bars >>> bar & 1) == 0 ? 0 : WHITE;
            Arrays.fill(drawn, from, barEnds[bar], colour);
        }
        barsDrawn = bars;
        int filled = rowBytes;
        while (filled < rows * rowBytes) {
            int more = Math.min(filled, rows * rowBytes - filled);
            System.arraycopy(drawn, 0, drawn, filled, more);
            filled += more;
        }
        numberDrawn = number;
        drawnRows = rows;
    }

    private void drawChroma(Surface surface, int plane, Rows rows) {
        int bytes = rows.count() * format.rowBytes(plane, surface.framebuffer().width());
        if (chroma.length < bytes) {
            chroma = new byte[bytes];
            Arrays.fill(chroma, NEUTRAL);
        }
        surface.write(plane, rows, chroma);
    }
}
