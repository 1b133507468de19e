package dev.baton.cli;

import dev.baton.sim.run.Screenshot;
import dev.baton.sim.run.Screenshots;

import org.jspecify.annotations.Nullable;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import javax.imageio.ImageIO;

/** Keeps a few of a run's frames, and the one that is torn nearest to its middle. */
final class DemoPictures implements Screenshots {
    private static final int KEPT = 3;
    private static final int SCALE = 5;

    private final String mode;
    private final int every;
    private final Map<String, Screenshot> kept = new LinkedHashMap<>();
    private @Nullable Screenshot torn;
    private int tornRowsOff = Integer.MAX_VALUE;

    DemoPictures(String mode, int frames) {
        this.mode = mode;
        this.every = Math.max(1, frames / KEPT);
    }

    @Override
    public void took(Screenshot shot) {
        if (shot.iteration() % every == every / 2) {
            kept.put(mode + "-frame-" + shot.iteration(), shot);
        }
        int row = tornRow(shot);
        int rowsOff = Math.abs(row - shot.height() / 2);
        if (row > 0 && rowsOff <= tornRowsOff) {
            tornRowsOff = rowsOff;
            torn = shot;
        }
    }

    /** The rows of one frame are all alike; 0 if they are. */
    private static int tornRow(Screenshot shot) {
        int width = shot.width();
        int differs = Arrays.mismatch(
                shot.pixels(),
                width,
                shot.pixels().length,
                shot.pixels(),
                0,
                shot.pixels().length - width);
        return differs < 0 ? 0 : differs / width + 1;
    }

    /**
     * Writes them.
     *
     * @param file makes a path of a file's name
     * @throws IOException if one cannot be written
     */
    void write(Function<? super String, Path> file) throws IOException {
        if (torn != null) {
            kept.put(mode + "-torn-frame-" + torn.iteration(), torn);
        }
        for (Map.Entry<String, Screenshot> picture : kept.entrySet()) {
            Path path = file.apply(picture.getKey() + ".png");
            ImageIO.write(enlarged(picture.getValue()), "png", path.toFile());
        }
    }

    private static BufferedImage enlarged(Screenshot shot) {
        int width = shot.width() * SCALE;
        int height = shot.height() * SCALE;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, shot.pixels()[y / SCALE * shot.width() + x / SCALE]);
            }
        }
        return image;
    }
}
