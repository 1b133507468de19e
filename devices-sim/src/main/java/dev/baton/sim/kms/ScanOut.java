package dev.baton.sim.kms;

import dev.baton.buffers.BufferException;
import dev.baton.sim.kms.FlipListener.ScanLines;
import dev.baton.sim.pixels.Drawing;
import dev.baton.sim.pixels.Drawing.Layer;
import dev.baton.sim.pixels.PixelFormat;
import dev.baton.sim.pixels.Rows;
import dev.baton.sim.pixels.Surface;

import java.util.Arrays;
import java.util.List;

/** The beam: reads what is on the screen, as it is at that instant. For one loop. */
final class ScanOut {
    private final Drawing drawing = new Drawing();
    private byte[] bytes = {};

    void read(Flip flip, Rows rows, long sequence) {
        List<Layer> layers = flip.layers();
        Surface lowest = layers.get(0).surface();
        boolean alone = layers.size() == 1;
        PixelFormat format = alone ? lowest.framebuffer().format() : PixelFormat.XR24;
        int length = rows.count() * format.rowBytes(0, lowest.framebuffer().width());
        bytes = bytes.length < length ? new byte[length] : bytes;
        try {
            if (alone) {
                lowest.read(0, rows, bytes);
            } else {
                drawing.compose(layers, rows, bytes);
            }
        } catch (BufferException.Closed taken) {
            Arrays.fill(bytes, 0, length, (byte) 0); // from the display: it shows black
        }
        flip.scannedOut(new ScanLines(sequence, rows, format, bytes));
    }
}
