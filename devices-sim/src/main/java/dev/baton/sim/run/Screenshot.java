package dev.baton.sim.run;

/**
 * A frame as the beam read it the first time it went over the screen: of more than one frame's rows
 * if it was torn.
 *
 * @param display whose screen
 * @param iteration the number of the job that brought the frame there
 * @param width pixels in a row
 * @param pixels XRGB8888, row after row
 * @since 0.1
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares pictures
public record Screenshot(String display, long iteration, int width, int[] pixels) {
    /** {@return how many rows there are} */
    public int height() {
        return pixels.length / width;
    }
}
