package dev.baton.sim.pixels;

/** Reads and writes one row of a picture of any format as colours, 0xAARRGGBB. */
final class RgbRow {
    private static final int OPAQUE = 0xFF << 24;

    private final byte[][] planes = new byte[3][0];

    static int[] atLeast(int length, int[] present) {
        return present.length < length ? new int[length] : present;
    }

    void read(Surface from, int row, int[] colours) {
        PixelFormat format = from.framebuffer().format();
        for (int plane = 0; plane < format.planes(); plane++) {
            int its = plane == 0 ? row : format.rows(plane, row + 1) - 1;
            from.read(plane, new Rows(its, its + 1), bytes(format, plane, from));
        }
        for (int x = 0; x < from.framebuffer().width(); x++) {
            colours[x] = colour(format, x);
        }
    }

    void write(Surface to, int row, int[] colours) {
        PixelFormat format = to.framebuffer().format();
        for (int plane = 0; plane < format.planes(); plane++) {
            int its = plane == 0 ? row : format.rows(plane, row);
            boolean begins = format.rows(plane, row + 1) > its;
            if (begins) {
                byte[] bytes = bytes(format, plane, to);
                encode(format, plane, colours, to.framebuffer().width());
                to.write(plane, new Rows(its, its + 1), bytes);
            }
        }
    }

    /** Source over destination, of colours that are not premultiplied; the result is opaque. */
    static int over(int above, int below) {
        int alpha = above >>> 24;
        int colour = 0xFF;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int mixed = (above >>> shift & 0xFF) * alpha + (below >>> shift & 0xFF) * (255 - alpha);
            colour = colour << 8 | (mixed + 127) / 255;
        }
        return colour;
    }

    private byte[] bytes(PixelFormat format, int plane, Surface surface) {
        int length = format.rowBytes(plane, surface.framebuffer().width());
        if (planes[plane].length < length) {
            planes[plane] = new byte[length];
        }
        return planes[plane];
    }

    private int colour(PixelFormat format, int x) {
        return switch (format) {
            case XR24 -> little(x) | OPAQUE;
            case AR24 -> little(x);
            case RG16 -> rgb565(planes[0][2 * x] & 0xFF | (planes[0][2 * x + 1] & 0xFF) << 8);
            case GREY -> yuv(luma(x), 128, 128);
            case NV12 -> yuv(luma(x), chroma(1, x & ~1), chroma(1, x | 1));
            case NV21 -> yuv(luma(x), chroma(1, x | 1), chroma(1, x & ~1));
            case YU12 -> yuv(luma(x), chroma(1, x / 2), chroma(2, x / 2));
        };
    }

    private void encode(PixelFormat format, int plane, int[] colours, int width) {
        byte[] bytes = planes[plane];
        if (plane > 0) {
            encodeChroma(format, plane, colours, width);
            return;
        }
        for (int x = 0; x < width; x++) {
            int colour = colours[x];
            switch (format) {
                case XR24 -> put(bytes, x, colour | OPAQUE);
                case AR24 -> put(bytes, x, colour);
                case RG16 -> {
                    int packed =
                            colour >>> 8 & 0xF800 | colour >>> 5 & 0x07E0 | colour >>> 3 & 0x001F;
                    bytes[2 * x] = (byte) packed;
                    bytes[2 * x + 1] = (byte) (packed >>> 8);
                }
                default -> bytes[x] = (byte) weigh(colour, 77, 150, 29);
            }
        }
    }

    private void encodeChroma(PixelFormat format, int plane, int[] colours, int width) {
        for (int x = 0; x < width; x += 2) {
            int colour = colours[x];
            byte blue = (byte) Math.min(255, 128 + weigh(colour, -43, -85, 128));
            byte red = (byte) Math.min(255, 128 + weigh(colour, 128, -107, -21));
            switch (format) {
                case NV12 -> putPair(planes[1], x, blue, red);
                case NV21 -> putPair(planes[1], x, red, blue);
                default -> planes[plane][x / 2] = plane == 1 ? blue : red;
            }
        }
    }

    private static void putPair(byte[] bytes, int at, byte first, byte second) {
        bytes[at] = first;
        bytes[at + 1] = second;
    }

    private static int weigh(int colour, int red, int green, int blue) {
        int sum = (colour >>> 16 & 0xFF) * red
                + (colour >>> 8 & 0xFF) * green
                + (colour & 0xFF) * blue;
        return sum + 128 >> 8;
    }

    private int luma(int x) {
        return planes[0][x] & 0xFF;
    }

    private int chroma(int plane, int at) {
        return planes[plane][at] & 0xFF;
    }

    private static int yuv(int y, int u, int v) {
        int red = clamp(y + (359 * (v - 128) + 128 >> 8));
        int green = clamp(y - (88 * (u - 128) + 183 * (v - 128) + 128 >> 8));
        int blue = clamp(y + (454 * (u - 128) + 128 >> 8));
        return OPAQUE | red << 16 | green << 8 | blue;
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }

    private static int rgb565(int packed) {
        int red = packed >>> 11;
        int green = packed >>> 5 & 0x3F;
        int blue = packed & 0x1F;
        return OPAQUE
                | (red << 3 | red >>> 2) << 16
                | (green << 2 | green >>> 4) << 8
                | (blue << 3 | blue >>> 2);
    }

    private int little(int x) {
        byte[] bytes = planes[0];
        return bytes[4 * x] & 0xFF
                | (bytes[4 * x + 1] & 0xFF) << 8
                | (bytes[4 * x + 2] & 0xFF) << 16
                | bytes[4 * x + 3] << 24;
    }

    static void put(byte[] bytes, int x, int colour) {
        bytes[4 * x] = (byte) colour;
        bytes[4 * x + 1] = (byte) (colour >>> 8);
        bytes[4 * x + 2] = (byte) (colour >>> 16);
        bytes[4 * x + 3] = (byte) (colour >>> 24);
    }
}
