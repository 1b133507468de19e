package dev.baton.sim.run;

import dev.baton.sim.pixels.Drawing;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Framebuffer;
import dev.baton.sim.pixels.Position;
import dev.baton.sim.pixels.Rows;
import dev.baton.sim.pixels.Surface;
import dev.baton.sim.scenario.BufferUse;
import dev.baton.sim.scenario.JobSpec;
import dev.baton.sim.scenario.JobSpec.Work.Kind;
import dev.baton.sim.scenario.Measure;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What jobs of one stream do to pixels, whoever does it.
 *
 * <p>For one loop.
 */
final class Painting {
    /** Frame n is filled with a colour of its own: a step round the circle that meets all. */
    private static final int COLOUR_STEP = 0x9E3779;

    private final Room room;
    private final JobSpec spec;
    private final Kind kind;
    private final Figures figures;
    private final Drawing drawing = new Drawing();
    private final Map<Framebuffer, FrameStamp> stamps = new HashMap<>();

    Painting(Room room, JobSpec spec) {
        this.room = room;
        this.spec = spec;
        this.kind = spec.work().kind();
        this.figures = room.figures();
    }

    /** Whether bytes are touched at all. */
    boolean isDone() {
        return kind != Kind.NONE;
    }

    /**
     * Draws a part.
     *
     * @param from what is read
     * @param to what is written
     * @param iteration the number of the frame
     * @param part which part, of how many
     */
    void paint(List<Surface> from, List<Surface> to, long iteration, Part part) {
        Surface source = from.isEmpty() ? null : from.get(0);
        if (!to.isEmpty()) {
            paint(source, to.get(0), iteration, part);
        }
        if (kind == Kind.CHECK && source != null) {
            check(source, expected(iteration), part);
        }
    }

    private void paint(@Nullable Surface from, Surface to, long iteration, Part part) {
        Rows rows = part.of(to.framebuffer().height());
        boolean fits = to.framebuffer().width() >= FrameStamp.WIDTH_MIN;
        if (kind == Kind.STAMP || from == null && kind != Kind.FILL && fits) {
            stamp(to.framebuffer()).draw(to, rows, iteration);
        } else if (from == null) {
            drawing.fill(to, rows, 0xFF000000 | (int) (iteration * COLOUR_STEP));
        } else {
            copy(from, to, rows, iteration);
        }
        figures.passed((long) rows.count() * to.framebuffer().width());
        boolean copied = from != null && (kind == Kind.BLIT || kind == Kind.CONVERT);
        figures.add(Measure.COPIES, copied && part.isLast() ? 1 : 0);
    }

    private void copy(Surface from, Surface to, Rows rows, long iteration) {
        switch (kind) {
            case FILL -> drawing.fill(to, rows, 0xFF000000 | (int) (iteration * COLOUR_STEP));
            case BLIT -> drawing.blit(from, to, rows);
            case BLUR -> drawing.blur(from, to, rows);
            case CONVERT -> drawing.convert(from, to, rows);
            case THUMBNAIL -> drawing.thumbnail(from, to, rows);
            case OVERLAY -> drawing.overlay(from, to, new Position(0, 0), rows);
            default -> {}
        }
    }

    /** The number of the frame that is read: a camera and a copy have their own. */
    private long expected(long iteration) {
        BufferUse use = spec.buffers().reads().get(0);
        return room.pool(use.pool()).numberOf(iteration - use.back());
    }

    /** Compares the number in each row with the one that should be there. */
    private void check(Surface source, long expected, Part part) {
        Framebuffer picture = source.framebuffer();
        Rows rows = part.of(picture.height());
        int rowBytes = picture.format().rowBytes(0, picture.width());
        byte[] bytes = new byte[rows.count() * rowBytes];
        source.read(0, rows, bytes);
        FrameStamp stamp = stamp(picture);
        for (int row = 0; row < rows.count(); row++) {
            int number = stamp.numberOf(bytes, row * rowBytes);
            if (number != (int) (expected & FrameStamp.NUMBERS - 1)) {
                throw new IllegalStateException("row " + (rows.from() + row) + " of " + picture
                        + " is of frame " + number + ", not of " + expected);
            }
        }
    }

    private FrameStamp stamp(Framebuffer picture) {
        FrameStamp stamp = stamps.get(picture);
        if (stamp == null) {
            stamp = new FrameStamp(picture.format(), picture.width());
            stamps.put(picture, stamp);
        }
        return stamp;
    }

    /**
     * A part of a picture's rows.
     *
     * @param number from 0
     * @param count how many parts there are
     */
    record Part(int number, int count) {
        static final Part WHOLE = new Part(0, 1);

        Rows of(int height) {
            return new Rows(height * number / count, height * (number + 1) / count);
        }

        boolean isLast() {
            return number + 1 == count;
        }
    }
}
