package dev.baton.report;

import dev.baton.report.Film.Frame;
import dev.baton.report.Film.Picture;

import org.jspecify.annotations.Nullable;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Displays beside each other, each with a border that says what is wrong with its frame. */
final class Tiles {
    static final int FINE = 0x2B3040;
    static final int TORN = 0xE5484D;
    static final int STALE = 0xF5A524;

    private static final int COLOURS_MAX = 256;
    private static final int ALL_BITS = 0xFFFFFF;

    /** Of red and green three bits, of blue two: no more than there are places in a palette. */
    private static final int FEW_BITS = 0xE0E0C0;

    private static final int BORDER = 4;
    private static final int WIDTH_WANTED = 128;

    private final int columns;
    private final int rows;
    private final int scale;
    private final int tileWidth;
    private final int tileHeight;

    Tiles(List<List<Frame>> displays) {
        int width = 1;
        int height = 1;
        for (List<Frame> frames : displays) {
            for (Frame frame : frames) {
                Picture picture = frame.picture();
                width = picture == null ? width : Math.max(width, picture.width());
                height = picture == null ? height : Math.max(height, picture.height());
            }
        }
        this.columns = displays.size() > 1 ? 2 : 1;
        this.rows = (displays.size() + columns - 1) / columns;
        this.scale = Math.max(1, WIDTH_WANTED / width);
        this.tileWidth = width * scale + 2 * BORDER;
        this.tileHeight = height * scale + 2 * BORDER;
    }

    /** One image, whose palette holds its own colours. */
    BufferedImage draw(List<@Nullable Frame> frames) {
        int[] pixels = new int[columns * tileWidth * rows * tileHeight];
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(i);
            int at = i / columns * tileHeight * columns * tileWidth + i % columns * tileWidth;
            if (frame != null && frame.picture() != null) {
                tile(pixels, at, frame, frame.picture());
            }
        }
        return indexed(pixels);
    }

    private void tile(int[] pixels, int at, Frame frame, Picture picture) {
        int border = frame.shown().torn() ? TORN : frame.shown().stale() ? STALE : FINE;
        int inside = picture.width() * scale;
        int[] row = new int[inside + 2 * BORDER];
        for (int y = -BORDER; y < picture.height() * scale + BORDER; y++) {
            boolean bordered = y < 0 || y >= picture.height() * scale;
            if (bordered || y % scale == 0) { // the rows below it are the same
                Arrays.fill(row, border);
                for (int x = 0; x < inside && !bordered; x++) {
                    row[BORDER + x] = picture.at(x / scale, y / scale);
                }
            }
            System.arraycopy(row, 0, pixels, at + (y + BORDER) * columns * tileWidth, row.length);
        }
    }

    private BufferedImage indexed(int[] pixels) {
        int[] colours = new int[COLOURS_MAX];
        byte[] places = new byte[pixels.length];
        if (!index(pixels, ALL_BITS, places, colours)) {
            index(pixels, FEW_BITS, places, colours);
        }
        IndexColorModel model =
                new IndexColorModel(Byte.SIZE, COLOURS_MAX, colours, 0, false, -1, 0);
        int width = columns * tileWidth;
        BufferedImage image =
                new BufferedImage(width, rows * tileHeight, BufferedImage.TYPE_BYTE_INDEXED, model);
        image.getRaster().setDataElements(0, 0, width, rows * tileHeight, places);
        return image;
    }

    /** Fills a palette and the place in it of each pixel; false if it is too small. */
    private static boolean index(int[] pixels, int bits, byte[] places, int[] colours) {
        Map<Integer, Integer> known = new HashMap<>();
        int colour = -1;
        int place = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (colour != (pixels[i] & bits)) { // most are like the one before
                colour = pixels[i] & bits;
                Integer before = known.putIfAbsent(colour, known.size());
                place = before == null ? known.size() - 1 : before;
                if (place == COLOURS_MAX) {
                    return false;
                }
                colours[place] = colour;
            }
            places[i] = (byte) place;
        }
        return true;
    }
}
