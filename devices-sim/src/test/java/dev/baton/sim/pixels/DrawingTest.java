package dev.baton.sim.pixels;

import static dev.baton.sim.pixels.PixelFormat.AR24;
import static dev.baton.sim.pixels.PixelFormat.GREY;
import static dev.baton.sim.pixels.PixelFormat.NV12;
import static dev.baton.sim.pixels.PixelFormat.XR24;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Arrays;

class DrawingTest {
    private static final int WIDTH = 7;
    private static final int HEIGHT = 5;

    private final Drawing drawing = new Drawing();

    /** Different in every pixel, and in every colour. */
    private static int colourAt(int x, int y) {
        return 0xFF << 24 | (20 * x + 3 * y) << 16 | (30 * y + x) << 8 | (200 - 9 * x - 5 * y);
    }

    private static Surface painted(PixelFormat format) {
        Surface surface = Pictures.of(format, WIDTH, HEIGHT);
        Pictures.paint(surface, DrawingTest::colourAt);
        return surface;
    }

    private static void assertNear(int[][] found, int[][] expected, int off) {
        for (int y = 0; y < expected.length; y++) {
            for (int x = 0; x < expected[y].length; x++) {
                for (int shift = 0; shift < 32; shift += 8) {
                    assertThat(found[y][x] >>> shift & 0xFF)
                            .as("byte %d of pixel %d,%d", shift / 8, x, y)
                            .isBetween(
                                    (expected[y][x] >>> shift & 0xFF) - off,
                                    (expected[y][x] >>> shift & 0xFF) + off);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFillIsSeenInEveryFormat(PixelFormat format) {
        Surface surface = Pictures.of(format, WIDTH, HEIGHT);
        int grey = 0xFF848484; // what five bits of it hold as well
        drawing.fill(surface, Pictures.all(surface), grey);
        int[][] expected = new int[HEIGHT][WIDTH];
        Arrays.stream(expected).forEach(row -> Arrays.fill(row, grey));
        assertNear(Pictures.colours(surface), expected, 2);
    }

    @Test
    void onlyTheRowsAskedForAreFilled() {
        Surface surface = Pictures.of(GREY, WIDTH, HEIGHT);
        drawing.fill(surface, new Rows(1, 3), -1);
        assertThat(Arrays.stream(Pictures.colours(surface)).mapToInt(row -> row[6] & 0xFF))
                .containsExactly(0, 255, 255, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void aBlitBandByBandCopiesEveryByte(PixelFormat format) {
        Surface from = painted(format);
        Surface to = Pictures.of(format, WIDTH, HEIGHT);
        for (int band = 0; band < 3; band++) {
            drawing.blit(from, to, Rows.band(HEIGHT, band, 3));
        }
        assertThat(Pictures.colours(to)).isDeepEqualTo(Pictures.colours(from));
    }

    @Test
    void aBlitNeedsTheSameFormatAndSize() {
        Surface from = painted(XR24);
        assertThatThrownBy(() -> drawing.blit(from, painted(NV12), Pictures.all(from)))
                .hasMessage("no blit from XR24 to NV12; convert it");
        assertThatThrownBy(() -> drawing.blit(from, Pictures.of(XR24, 3, 3), new Rows(0, 3)))
                .hasMessage("XR24 has 7x5, XR24 has 3x3; make a thumbnail");
    }

    @ParameterizedTest
    @CsvSource({"AR24, 0", "RG16, 8", "NV12, 40", "NV21, 40", "YU12, 40"})
    void aConversionThereAndBackIsNearTheOriginal(PixelFormat format, int off) {
        Surface from = painted(XR24);
        Surface there = Pictures.of(format, WIDTH, HEIGHT);
        Surface back = Pictures.of(XR24, WIDTH, HEIGHT);
        drawing.convert(from, there, Pictures.all(from));
        drawing.convert(there, back, Pictures.all(from));
        assertNear(Pictures.colours(back), Pictures.colours(from), off);
    }

    @ParameterizedTest
    @CsvSource({
        "FF0000, 77, 85, 255",
        "00FF00, 149, 43, 21",
        "0000FF, 29, 255, 107",
        "FFFFFF, 255, 128, 128",
        "000000, 0, 128, 128"
    })
    void coloursBecomeLumaAndChroma(String rgb, int luma, int blue, int red) {
        Surface from = Pictures.of(XR24, 2, 2);
        Pictures.paint(from, (x, y) -> Integer.parseInt(rgb, 16));
        Surface to = Pictures.of(NV12, 2, 2);
        drawing.convert(from, to, new Rows(0, 2));
        byte[] bytes = new byte[2];
        to.read(0, new Rows(1, 2), bytes);
        assertThat(bytes).containsExactly(luma, luma);
        to.read(1, new Rows(0, 1), bytes);
        assertThat(bytes).containsExactly(blue, red);
    }

    @Test
    void aBlurIsTheMeanOfTheNeighbours() {
        Surface to = Pictures.of(XR24, WIDTH, HEIGHT);
        drawing.blur(painted(XR24), to, Pictures.all(to));
        int[][] expected = new int[HEIGHT][WIDTH];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                expected[y][x] = mean(x - 1, y - 1, x + 2, y + 2);
            }
        }
        assertThat(Pictures.colours(to)).isDeepEqualTo(expected);
    }

    @Test
    void aThumbnailIsTheMeanOfWhatItsPixelsCover() {
        Surface to = Pictures.of(XR24, 3, 2);
        drawing.thumbnail(painted(XR24), to, Pictures.all(to));
        int[][] expected = new int[2][3];
        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 3; x++) {
                expected[y][x] = mean(
                        x * WIDTH / 3, y * HEIGHT / 2, (x + 1) * WIDTH / 3, (y + 1) * HEIGHT / 2);
            }
        }
        assertThat(Pictures.colours(to)).isDeepEqualTo(expected);
    }

    private static int mean(int left, int top, int right, int bottom) {
        int colour = 0;
        for (int shift = 24; shift >= 0; shift -= 8) {
            int sum = 0;
            int count = 0;
            for (int y = Math.max(0, top); y < Math.min(HEIGHT, bottom); y++) {
                for (int x = Math.max(0, left); x < Math.min(WIDTH, right); x++) {
                    sum += colourAt(x, y) >>> shift & 0xFF;
                    count++;
                }
            }
            colour |= sum / count << shift;
        }
        return colour;
    }

    @Test
    void aThumbnailMayBeLargerThanItsPicture() {
        Surface to = Pictures.of(XR24, 2 * WIDTH, 2 * HEIGHT);
        drawing.thumbnail(painted(XR24), to, Pictures.all(to));
        assertThat(Pictures.colours(to)[9][13]).isEqualTo(colourAt(6, 4));
        assertThat(Pictures.colours(to)[2][5]).isEqualTo(colourAt(2, 1));
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "-1, -1", "5, 3", "-9, 0", "0, 2147483647", "-2147483648, 0"})
    void anOverlayCoversWhereItLiesAndIsCutOffOutside(int left, int top) {
        Surface over = Pictures.of(XR24, 4, 3);
        Pictures.paint(over, (x, y) -> 0xFF000000 | x << 8 | y);
        Surface to = painted(XR24);
        for (int band = 0; band < 2; band++) {
            drawing.overlay(over, to, new Position(left, top), Rows.band(HEIGHT, band, 2));
        }
        int[][] expected = new int[HEIGHT][WIDTH];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                long i = (long) x - left;
                long j = (long) y - top;
                boolean covered = i >= 0 && i < 4 && j >= 0 && j < 3;
                expected[y][x] = covered ? 0xFF000000 | (int) i << 8 | (int) j : colourAt(x, y);
            }
        }
        assertThat(Pictures.colours(to)).isDeepEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "255, 200", "51, 120", "128, 150"})
    void whatIsTranslucentLetsTheOtherShineThrough(int alpha, int expected) {
        Surface over = Pictures.of(AR24, 1, 1);
        Pictures.paint(over, (x, y) -> alpha << 24 | 200);
        Surface to = Pictures.of(XR24, 1, 1);
        Pictures.paint(to, (x, y) -> 100);
        drawing.overlay(over, to, Position.ORIGIN, new Rows(0, 1));
        assertThat(Pictures.colours(to)[0][0]).isEqualTo(0xFF << 24 | expected);
    }
}
