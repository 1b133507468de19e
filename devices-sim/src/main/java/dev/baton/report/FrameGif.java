package dev.baton.report;

import dev.baton.report.Film.Frame;

import org.jspecify.annotations.Nullable;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * Several displays as one animated GIF, at true speed.
 *
 * <p>A GIF counts in hundredths of a second, and viewers take one that is shorter than two of them
 * for ten. So a display at 60 Hz is looked at 50 times a second: the length is true, each frame is
 * off by less than a fiftieth of a second, and one in six is not seen: a whole one rather than one
 * that is torn or stale.
 */
final class FrameGif {
    static final int CENTIS_PER_STEP = 2;

    /** How much of a run is shown. */
    static final long NANOS_MAX = 3_000_000_000L;

    private static final long STEP_NANOS = CENTIS_PER_STEP * 10_000_000L;
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private FrameGif() {}

    /**
     * What is seen for some time.
     *
     * @param frames of each display; null before its first
     * @param centis for so many hundredths of a second
     */
    record Step(List<@Nullable Frame> frames, int centis) {}

    /** Looks at all displays every so often; what stays the same is one step. */
    static List<Step> steps(List<List<Frame>> displays) {
        long beginNanos = displays.stream()
                .mapToLong(frames -> frames.get(0).shown().fromNanos())
                .min()
                .orElse(0);
        long endNanos = displays.stream()
                .mapToLong(frames -> frames.get(frames.size() - 1).shown().toNanos())
                .max()
                .orElse(0);
        endNanos = Math.min(endNanos, beginNanos + NANOS_MAX);
        List<Step> steps = new ArrayList<>();
        int[] seen = new int[displays.size()];
        long count = Math.max(1, Math.round((endNanos - beginNanos) / (double) STEP_NANOS));
        for (long step = 0; step < count; step++) {
            boolean last = step == count - 1; // shows what comes until the end
            long nanos = last ? endNanos - 1 : beginNanos + step * STEP_NANOS;
            List<@Nullable Frame> now = new ArrayList<>();
            for (int i = 0; i < seen.length; i++) {
                int begun = begun(displays.get(i), seen[i], nanos);
                now.add(shown(displays.get(i), seen[i], begun));
                seen[i] = begun;
            }
            add(steps, now);
        }
        return steps;
    }

    /** How many frames had begun by then, at least so many. */
    private static int begun(List<Frame> frames, int atLeast, long nanos) {
        int count = atLeast;
        while (count < frames.size() && frames.get(count).shown().fromNanos() <= nanos) {
            count++;
        }
        return count;
    }

    private static @Nullable Frame shown(List<Frame> frames, int before, int begun) {
        for (int i = before; i < begun; i++) {
            if (frames.get(i).shown().isWrong()) {
                return frames.get(i);
            }
        }
        return begun == 0 ? null : frames.get(begun - 1);
    }

    private static void add(List<Step> steps, List<@Nullable Frame> frames) {
        Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
        if (last != null && last.frames.equals(frames)) {
            steps.set(steps.size() - 1, new Step(frames, last.centis + CENTIS_PER_STEP));
        } else {
            steps.add(new Step(frames, CENTIS_PER_STEP));
        }
    }

    /** Draws them. */
    static byte[] of(List<List<Frame>> displays) throws IOException {
        Tiles tiles = new Tiles(displays);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (Step step : steps(displays)) {
                BufferedImage image = tiles.draw(step.frames());
                // Not createFromRenderedImage: that forgets the palette.
                IIOMetadata metadata =
                        writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
                describe(metadata, step.centis());
                writer.writeToSequence(new IIOImage(image, null, metadata), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static void describe(IIOMetadata metadata, int centis) throws IOException {
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", Integer.toString(centis));
        control.setAttribute("transparentColorIndex", "0");
        IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
        loop.setAttribute("applicationID", "NETSCAPE");
        loop.setAttribute("authenticationCode", "2.0");
        loop.setUserObject(new byte[] {1, 0, 0}); // for ever
        child(root, "ApplicationExtensions").appendChild(loop);
        metadata.setFromTree(FORMAT, root);
    }

    private static IIOMetadataNode child(IIOMetadataNode root, String name) {
        for (int i = 0; i < root.getLength(); i++) {
            if (root.item(i).getNodeName().equals(name)) {
                return (IIOMetadataNode) Objects.requireNonNull(root.item(i));
            }
        }
        IIOMetadataNode added = new IIOMetadataNode(name);
        root.appendChild(added);
        return added;
    }
}
