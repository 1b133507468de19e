package dev.baton.sim.demo;

/**
 * The picture of a frame: a bar that moves over a gradient, and on the left of every row the
 * frame's number in black and white blocks. So each row tells by itself which frame it is of.
 */
final class FramePattern {
    /** Returned for a row that carries no number, as in a buffer nobody has drawn to. */
    static final int NO_NUMBER = -1;

    private static final int NUMBER_BITS = 16;
    private static final int BLOCK_WIDTH = 4;
    private static final int CODE_WIDTH = (NUMBER_BITS + 1) * BLOCK_WIDTH;

    /** The largest number that a row can carry, plus one. */
    static final int NUMBERS = 1 << NUMBER_BITS;

    private static final int BAR_WIDTH = 28;
    private static final int BAR_STEP = 11;
    private static final int WHITE = 0xFFFFFF;
    private static final int BLACK = 0x101014;

    private final int width;
    private final int height;

    FramePattern(int width, int height) {
        if (width <= CODE_WIDTH + BAR_WIDTH) {
            throw new IllegalArgumentException("no room for a number and a bar in " + width);
        }
        this.width = width;
        this.height = height;
    }

    /** Draws one row of a frame. */
    void draw(int frame, int row, int[] line) {
        int bar = CODE_WIDTH + frame * BAR_STEP % (width - CODE_WIDTH - BAR_WIDTH);
        int shade = 0x18 + 0x30 * row / height;
        int background = shade << 16 | (shade + 0x10) << 8 | (shade + 0x28);
        int foreground = barColour(frame);
        for (int x = CODE_WIDTH; x < width; x++) {
            line[x] = x >= bar && x < bar + BAR_WIDTH ? foreground : background;
        }
        block(line, 0, true); // tells a drawn row from an empty one
        for (int bit = 0; bit < NUMBER_BITS; bit++) {
            block(line, bit + 1, (frame >>> bit & 1) != 0);
        }
    }

    private static void block(int[] line, int block, boolean white) {
        for (int x = block * BLOCK_WIDTH; x < (block + 1) * BLOCK_WIDTH; x++) {
            line[x] = white ? WHITE : BLACK;
        }
    }

    private static int barColour(int frame) {
        return switch (frame % 3) {
            case 0 -> 0xF2B134;
            case 1 -> 0x4FB0E8;
            default -> 0xE8636F;
        };
    }

    /** Reads the number of the frame that a row is of. */
    int numberOf(int[] line) {
        if (line[BLOCK_WIDTH / 2] != WHITE) {
            return NO_NUMBER;
        }
        int number = 0;
        for (int bit = 0; bit < NUMBER_BITS; bit++) {
            if (line[(bit + 1) * BLOCK_WIDTH + BLOCK_WIDTH / 2] == WHITE) {
                number |= 1 << bit;
            }
        }
        return number;
    }
}
