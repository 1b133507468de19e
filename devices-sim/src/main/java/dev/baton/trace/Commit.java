package dev.baton.trace;

import static dev.baton.trace.Recording.UNKNOWN;

import dev.baton.trace.text.DamagedLineException;
import dev.baton.trace.text.FtraceEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An atomic commit while the recording tells of it. */
final class Commit {
    private static final int PLANES_MAX = 64;

    /** A framebuffer has up to four buffers. */
    private static final int BUFFERS_MAX = 4 * PLANES_MAX;

    final boolean blocking;
    final List<String> planes = new ArrayList<>(1);
    private final long line;
    private final long nanos;
    private final Set<String> buffers = new LinkedHashSet<>(2);
    private final Set<FenceId> fences = new LinkedHashSet<>(2);
    private boolean explicit;
    private int waits;
    private boolean waiting;
    private boolean left;
    private boolean shownAtOnce;
    private @Nullable String crtc;
    private long armNanos = UNKNOWN;
    private long latchNanos = UNKNOWN;

    Commit(FtraceEvent event, boolean blocking) {
        this.line = event.line();
        this.nanos = event.nanos();
        this.blocking = blocking;
    }

    void plane(String plane) throws DamagedLineException {
        if (planes.size() >= PLANES_MAX) {
            throw new DamagedLineException("more than " + PLANES_MAX + " planes in one commit");
        }
        planes.add(plane);
    }

    /** Usage 0 asks for kernel work only: then a fence was given, to be waited for instead. */
    void buffer(String buffer, long usage) throws DamagedLineException {
        if (buffers.size() >= BUFFERS_MAX) {
            throw new DamagedLineException("more than " + BUFFERS_MAX + " buffers in one commit");
        }
        buffers.add(buffer);
        explicit |= usage == 0;
    }

    boolean isPrepared() {
        return !planes.isEmpty();
    }

    /** No more buffers: whoever carries it out has begun, or another has taken its place. */
    void leaveQueue() {
        left = true;
    }

    boolean hasLeftQueue() {
        return left;
    }

    void waitBegins() {
        waits++;
        waiting = true;
    }

    void waitEnds() {
        waiting = false;
    }

    /** A blocking commit waits once before it swaps the state and, idly, once behind it. */
    boolean expectsSecondWait() {
        return blocking && waits == 1;
    }

    void waitsFor(FenceId fence) {
        if (waiting && fences.size() < BUFFERS_MAX) {
            fences.add(fence);
        }
    }

    void armed(String display, long at) {
        if (crtc == null) {
            crtc = display;
            armNanos = at;
        }
    }

    /** The display goes on at once instead of at a vblank. */
    void shownAtOnce(String display, long at) {
        if (crtc == null) {
            crtc = display;
            latchNanos = at;
            shownAtOnce = true;
        }
    }

    boolean latchesAt(long vblankNanos) {
        if (armNanos == UNKNOWN || vblankNanos <= armNanos) {
            return false;
        }
        latchNanos = vblankNanos;
        return true;
    }

    long nanos() {
        return nanos;
    }

    boolean isFlip() {
        return !buffers.isEmpty();
    }

    RecordedFlip flip(Map<String, String> crtcOfPlane, FenceLog known) {
        String display = crtc != null ? crtc : crtcOfPlane.get(planes.get(0));
        Set<FenceId> instead = explicit ? fences : Set.of();
        return new RecordedFlip(
                line,
                nanos,
                List.copyOf(planes),
                Collections.unmodifiableSet(buffers),
                instead.stream()
                        .filter(f -> !known.isOutFence(f))
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                explicit,
                display,
                !shownAtOnce,
                latchNanos);
    }
}
