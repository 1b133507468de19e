package dev.baton.report;

import dev.baton.report.Film.Frame;
import dev.baton.report.Film.Picture;

import org.jspecify.annotations.Nullable;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
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

    private static final int BORDER = 6;
    private static final int WIDTH_WANTED = 192;

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
        int border = frame.torn() ? TORN : frame.stale() ? STALE : FINE;
        int right = BORDER + picture.width() * scale;
        int bottom = BORDER + picture.height() * scale;
        for (int y = 0; y < bottom + BORDER; y++) {
            for (int x = 0; x < right + BORDER; x++) {
                boolean inside = x >= BORDER && x < right && y >= BORDER && y < bottom;
                pixels[at + y * columns * tileWidth + x] =
                        inside ? picture.at((x - BORDER) / scale, (y - BORDER) / scale) : border;
            }
        }
    }

    private BufferedImage indexed(int[] pixels) {
        Map<Integer, Integer> palette = palette(pixels, ALL_BITS);
        int bits = palette.size() <= COLOURS_MAX ? ALL_BITS : FEW_BITS;
        if (bits == FEW_BITS) {
            palette = palette(pixels, FEW_BITS);
        }
        int[] colours = new int[COLOURS_MAX];
        palette.forEach((colour, place) -> colours[place] = colour);
        IndexColorModel model =
                new IndexColorModel(Byte.SIZE, COLOURS_MAX, colours, 0, false, -1, 0);
        int width = columns * tileWidth;
        BufferedImage image =
                new BufferedImage(width, rows * tileHeight, BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int i = 0; i < pixels.length; i++) {
            int place = palette.getOrDefault(pixels[i] & bits, 0);
            image.getRaster().setSample(i % width, i / width, 0, place);
        }
        return image;
    }

    /** Stops at one too many. */
    private static Map<Integer, Integer> palette(int[] pixels, int bits) {
        Map<Integer, Integer> places = new HashMap<>();
        for (int pixel : pixels) {
            places.putIfAbsent(pixel & bits, places.size());
            if (places.size() > COLOURS_MAX) {
                break;
            }
        }
        return places;
    }
}
