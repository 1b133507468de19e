package dev.baton.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.report.Film.Frame;
import dev.baton.report.Film.Picture;
import dev.baton.report.FrameGif.Step;
import dev.baton.sim.run.ShownFrame;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;

class FrameGifTest {
    private static final long PERIOD_NANOS = 16_666_666;

    /** Frames at 60 Hz, each of its own colour; one of them is torn. */
    private static List<Frame> frames(int count, int torn) {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] pixels = new int[8];
            Arrays.fill(pixels, 0x010203 * i);
            long fromNanos = i * PERIOD_NANOS;
            frames.add(new Frame(
                    new ShownFrame("d", i, fromNanos, fromNanos + PERIOD_NANOS, i == torn, false),
                    new Picture(4, pixels)));
        }
        return frames;
    }

    private static List<Long> shown(List<Step> steps) {
        return steps.stream()
                .map(step ->
                        Objects.requireNonNull(step.frames().get(0)).shown().iteration())
                .toList();
    }

    @Test
    void oneSecondAt60HertzLastsOneSecondInStepsThatViewersKeep() {
        List<Step> steps = FrameGif.steps(List.of(frames(60, -1)));
        assertThat(steps).hasSize(50).allMatch(step -> step.centis() == 2);
        assertThat(steps.stream().mapToInt(Step::centis).sum()).isEqualTo(100);
    }

    @Test
    void ofSixFramesOneIsLeftOutAndNeverATornOne() {
        assertThat(shown(FrameGif.steps(List.of(frames(12, -1)))))
                .hasSize(10)
                .doesNotContain(5L, 10L);
        for (int torn = 0; torn < 12; torn++) {
            assertThat(shown(FrameGif.steps(List.of(frames(12, torn))))).contains((long) torn);
        }
    }

    @Test
    void whatStaysIsOneLongStepAndDisplaysThatComeLaterAreAbsent() {
        Frame long1 = new Frame(new ShownFrame("d", 1, 0, 100_000_000, false, false), null);
        Frame late = new Frame(new ShownFrame("e", 2, 60_000_000, 100_000_000, false, false), null);
        List<Step> steps = FrameGif.steps(List.of(List.of(long1), List.of(late)));
        assertThat(steps).extracting(Step::centis).containsExactly(6, 4);
        assertThat(steps.get(0).frames()).containsExactly(long1, null);
        assertThat(steps.get(1).frames()).containsExactly(long1, late);
    }

    @Test
    void aGifKeepsItsDelaysItsColoursAndTheMarkOfATornFrame() throws IOException {
        byte[] gif = FrameGif.of(List.of(frames(6, 3)));
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(gif)));
        int count = reader.getNumImages(true);
        List<String> delays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            delays.add(delay(reader, i));
        }
        assertThat(delays).containsExactly("2", "2", "2", "2", "2");
        assertThat(rgb(reader.read(0), 0)).isEqualTo(Tiles.FINE);
        assertThat(rgb(reader.read(3), 0)).isEqualTo(Tiles.TORN);
        assertThat(rgb(reader.read(3), 20)).isEqualTo(3 * 0x010203);
    }

    private static String delay(ImageReader reader, int image) throws IOException {
        Element root =
                (Element) reader.getImageMetadata(image).getAsTree("javax_imageio_gif_image_1.0");
        NodeList control = root.getElementsByTagName("GraphicControlExtension");
        return ((IIOMetadataNode) control.item(0)).getAttribute("delayTime");
    }

    private static int rgb(BufferedImage image, int at) {
        return image.getRGB(at, at) & 0xFFFFFF;
    }

    @Test
    void ofMoreColoursThanAPaletteHoldsSimilarOnesBecomeOne() throws IOException {
        int[] pixels = new int[64 * 64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i * 4096;
        }
        Frame frame = new Frame(
                new ShownFrame("d", 0, 0, 20_000_000, false, false), new Picture(64, pixels));
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(FrameGif.of(List.of(List.of(frame)))));
        assertThat(rgb(image, 60)).isEqualTo(pixels[(60 - 4) / 2 * 64 + (60 - 4) / 2] & 0xE0E0C0);
    }
}
