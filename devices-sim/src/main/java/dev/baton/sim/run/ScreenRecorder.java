package dev.baton.sim.run;

import dev.baton.sim.kms.FlipListener.ScanLines;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes a picture of every XR24 frame that a display shows. For the display's loop. */
final class ScreenRecorder {
    private final String display;
    private final Screenshots to;
    private @Nullable Screenshot now;
    private int rowsSeen;

    ScreenRecorder(String display, Screenshots to) {
        this.display = display;
        this.to = to;
    }

    void latched(long iteration, Framebuffer picture) {
        left();
        if (!to.wants(display)) {
            return;
        }
        int width = picture.width();
        now = new Screenshot(display, iteration, width, new int[width * picture.height()]);
        rowsSeen = 0;
    }

    void scannedOut(ScanLines lines) {
        Screenshot shot = now;
        if (shot == null || lines.format() != PixelFormat.XR24 || rowsSeen == shot.height()) {
            return;
        }
        int rows = lines.rows().count();
        ByteBuffer.wrap(lines.bytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(shot.pixels(), lines.rows().from() * shot.width(), rows * shot.width());
        rowsSeen += rows;
    }

    /** The frame leaves the screen; one that was not seen as a whole is no picture. */
    void left() {
        Screenshot shot = now;
        if (shot != null && rowsSeen == shot.height()) {
            to.took(shot);
        }
        now = null;
    }
}
