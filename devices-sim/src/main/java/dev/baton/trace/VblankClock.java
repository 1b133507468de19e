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

    /** How many of the first are forgotten. */
    private int first;

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
     * The first vblank that is known still: of a long recording that is replayed while it is read,
     * only what is not over is kept.
     *
     * @return its index
     */
    public int first() {
        return first;
    }

    /**
     * When a vblank was; later ones are strictly later.
     *
     * @param index from {@link #first}
     * @return its time on the recording's clock
     */
    public long nanosOf(int index) {
        return nanos[Objects.checkIndex(index - first, count - first)];
    }

    /**
     * The last vblank not after a time.
     *
     * @param time on the recording's clock
     * @return its index, the one before {@link #first} if there is none
     */
    public int indexAt(long time) {
        int found = Arrays.binarySearch(nanos, 0, count - first, time);
        return first + (found >= 0 ? found : -found - 2);
    }

    /** Forgets what was before the last vblank not after a time; returns how many that were. */
    int forgetBefore(long time) {
        int gone = Math.max(0, indexAt(time) - first);
        System.arraycopy(nanos, gone, nanos, 0, count - first - gone);
        first += gone;
        return gone;
    }

    void add(long time) {
        int kept = count - first;
        if (kept == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * kept);
        }
        // Recorders that disagree about the time may not turn it back.
        nanos[kept] = kept == 0 ? time : Math.max(time, nanos[kept - 1] + 1);
        count++;
    }
}
