package dev.baton.trace;

import java.util.Arrays;
import java.util.Objects;

/**
 * The recorded vblanks of one display, in order: when it can latch a flip.
 *
 * @since 0.1
 */
public final class VblankClock {
    private static final int FIRST_CAPACITY = 64;

    private final String crtc;
    private long[] nanos = new long[FIRST_CAPACITY];
    private int count;

    VblankClock(String crtc) {
        this.crtc = crtc;
    }

    /**
     * Whose vblanks these are.
     *
     * @return the display's name in the recording
     */
    public String crtc() {
        return crtc;
    }

    /**
     * How many vblanks were recorded.
     *
     * @return the number
     */
    public int count() {
        return count;
    }

    /**
     * When a vblank was; later ones are strictly later.
     *
     * @param index from 0
     * @return its time on the recording's clock
     */
    public long nanosOf(int index) {
        return nanos[Objects.checkIndex(index, count)];
    }

    /**
     * The last vblank not after a time.
     *
     * @param time on the recording's clock
     * @return its index, -1 if there is none
     */
    public int indexAt(long time) {
        int found = Arrays.binarySearch(nanos, 0, count, time);
        return found >= 0 ? found : -found - 2;
    }

    void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        // Recorders that disagree about the time may not turn it back.
        nanos[count] = count == 0 ? time : Math.max(time, nanos[count - 1] + 1);
        count++;
    }
}
