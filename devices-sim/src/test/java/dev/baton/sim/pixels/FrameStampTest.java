package dev.baton.sim.pixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameStampTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 36;
    private static final int[] NUMBERS = {0, 1, 2, 0x5555, 0xAAAA, 0xFFFF};

    private static int[] numbers(Surface surface) {
        PixelFormat format = surface.framebuffer().format();
        int width = surface.framebuffer().width();
        int height = surface.framebuffer().height();
        byte[] bytes = new byte[format.rowBytes(0, width) * height];
        surface.read(0, Pictures.all(surface), bytes);
        FrameStamp stamp = new FrameStamp(format, width);
        int[] numbers = new int[height];
        for (int row = 0; row < height; row++) {
            numbers[row] = stamp.numberOf(bytes, row * bytes.length / height);
        }
        return numbers;
    }

    @ParameterizedTest
    @EnumSource
    void everyRowTellsItsFrameInEveryFormat(PixelFormat format) {
        Surface surface = Pictures.of(format, WIDTH, HEIGHT);
        FrameStamp stamp = new FrameStamp(format, WIDTH);
        for (int number : NUMBERS) {
            for (int band = 0; band < 4; band++) {
                stamp.draw(surface, Rows.band(HEIGHT, band, 4), number);
            }
            assertThat(numbers(surface)).hasSize(HEIGHT).containsOnly(number);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 19, 35, 36, 37, 320})
    void everyWidthFromTheLeastOnHoldsANumber(int width) {
        Surface surface = Pictures.of(PixelFormat.XR24, width, 2);
        for (int number : NUMBERS) {
            new FrameStamp(PixelFormat.XR24, width).draw(surface, new Rows(0, 2), number);
            assertThat(numbers(surface)).containsOnly(number);
        }
    }

    @Test
    void aNumberSurvivesConversionBlurAndAChangeOfSize() {
        Drawing drawing = new Drawing();
        Surface drawn = Pictures.of(PixelFormat.NV12, WIDTH, HEIGHT);
        Surface rgb = Pictures.of(PixelFormat.XR24, WIDTH, HEIGHT);
        Surface blurred = Pictures.of(PixelFormat.RG16, WIDTH, HEIGHT);
        Surface small = Pictures.of(PixelFormat.GREY, WIDTH / 2, HEIGHT / 2);
        for (int number : NUMBERS) {
            new FrameStamp(PixelFormat.NV12, WIDTH).draw(drawn, Pictures.all(drawn), number);
            drawing.convert(drawn, rgb, Pictures.all(drawn));
            assertThat(numbers(rgb)).containsOnly(number);
            drawing.blur(rgb, blurred, Pictures.all(rgb));
            assertThat(numbers(blurred)).containsOnly(number);
            drawing.thumbnail(rgb, small, Pictures.all(small));
            assertThat(numbers(small)).containsOnly(number);
        }
    }

    @Test
    void rowsOfTwoFramesDiffer() {
        Surface surface = Pictures.of(PixelFormat.XR24, WIDTH, 4);
        FrameStamp stamp = new FrameStamp(PixelFormat.XR24, WIDTH);
        stamp.draw(surface, new Rows(0, 4), 7);
        stamp.draw(surface, new Rows(2, 4), 8 + FrameStamp.NUMBERS);
        assertThat(numbers(surface)).containsExactly(7, 7, 8, 8);
    }

    @Test
    void oneColourIsNoNumber() {
        Surface surface = Pictures.of(PixelFormat.XR24, WIDTH, 2);
        assertThat(numbers(surface)).containsOnly(FrameStamp.NO_NUMBER);
        new Drawing().fill(surface, new Rows(0, 2), -1);
        assertThat(numbers(surface)).containsOnly(FrameStamp.NO_NUMBER);
    }

    @Test
    void aPictureTooNarrowIsRefused() {
        assertThatThrownBy(() -> new FrameStamp(PixelFormat.XR24, 17))
                .hasMessage("no room for a frame's number in 17 pixels; take 18");
    }
}
