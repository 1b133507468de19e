package dev.baton.sim.pixels;

import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.heap.SystemHeap;

import java.util.function.IntBinaryOperator;

/** Pictures in memory of their own, and what is in them. */
final class Pictures {
    private Pictures() {}

    static Surface of(PixelFormat format, int width, int height) {
        long bytes = Framebuffer.bytesFor(format, width, height);
        Framebuffer framebuffer = Framebuffer.of(
                format, width, height, new SystemHeap().allocate(format.name(), bytes));
        return mapped(framebuffer);
    }

    static Surface mapped(Framebuffer framebuffer) {
        return Surface.of(
                framebuffer,
                framebuffer.handles().stream()
                        .map(handle -> handle.map(CpuMapping.Access.READ_WRITE))
                        .toList());
    }

    static Rows all(Surface surface) {
        return new Rows(0, surface.framebuffer().height());
    }

    static void paint(Surface surface, IntBinaryOperator colourAt) {
        int[] row = new int[surface.framebuffer().width()];
        for (int y = 0; y < surface.framebuffer().height(); y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = colourAt.applyAsInt(x, y);
            }
            new RgbRow().write(surface, y, row);
        }
    }

    static int[][] colours(Surface surface) {
        int[][] colours =
                new int[surface.framebuffer().height()][surface.framebuffer().width()];
        for (int y = 0; y < colours.length; y++) {
            new RgbRow().read(surface, y, colours[y]);
        }
        return colours;
    }
}
