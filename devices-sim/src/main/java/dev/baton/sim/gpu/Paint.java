package dev.baton.sim.gpu;

import dev.baton.sim.pixels.Drawing;
import dev.baton.sim.pixels.FrameStamp;
import dev.baton.sim.pixels.Rows;
import dev.baton.sim.pixels.Surface;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What a {@link Render} does to its pictures, rows by rows.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Paint {
    /**
     * Makes some rows.
     *
     * @param from the source; null if the job has none
     * @param to the target
     * @param rows which rows of the target
     */
    void paint(@Nullable Surface from, Surface to, Rows rows);

    /**
     * Fills the target.
     *
     * @param drawing does it
     * @param colour the colour, 0xAARRGGBB
     * @return the paint
     */
    static Paint fill(Drawing drawing, int colour) {
        return (from, to, rows) -> drawing.fill(to, rows, colour);
    }

    /**
     * Writes the number of a frame into every row.
     *
     * @param stamp for the target's format and width
     * @param number the number
     * @return the paint
     */
    static Paint stamp(FrameStamp stamp, long number) {
        return (from, to, rows) -> stamp.draw(to, rows, number);
    }

    /**
     * Copies.
     *
     * @param drawing does it
     * @return the paint
     */
    static Paint blit(Drawing drawing) {
        return (from, to, rows) -> drawing.blit(needed(from), to, rows);
    }

    /**
     * Blurs.
     *
     * @param drawing does it
     * @return the paint
     */
    static Paint blur(Drawing drawing) {
        return (from, to, rows) -> drawing.blur(needed(from), to, rows);
    }

    /**
     * Copies into another format.
     *
     * @param drawing does it
     * @return the paint
     */
    static Paint convert(Drawing drawing) {
        return (from, to, rows) -> drawing.convert(needed(from), to, rows);
    }

    private static Surface needed(@Nullable Surface from) {
        return Objects.requireNonNull(from, "a render that reads needs a source");
    }
}
