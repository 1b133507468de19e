package dev.baton.sim.demo;

import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.engine.SyncQueue;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.PixelFormat;

/** A framebuffer and its pixels, row by row. */
final class Canvas implements AutoCloseable {
    final Framebuffer framebuffer;
    private final CpuMapping pixels;

    Canvas(int width, int height, BufferHandle handle) {
        framebuffer = Framebuffer.of(PixelFormat.XR24, width, height, handle);
        pixels = handle.map(CpuMapping.Access.READ_WRITE);
    }

    int width() {
        return framebuffer.width();
    }

    int height() {
        return framebuffer.height();
    }

    SyncQueue queue() {
        return framebuffer.queues().get(0);
    }

    void writeRow(int row, int[] line) {
        for (int x = 0; x < line.length; x++) {
            pixels.putInt(4L * (row * line.length + x), line[x]);
        }
    }

    void readRow(int row, int[] line) {
        for (int x = 0; x < line.length; x++) {
            line[x] = pixels.getInt(4L * (row * line.length + x));
        }
    }

    @Override
    public void close() {
        pixels.close();
        framebuffer.close();
    }
}
