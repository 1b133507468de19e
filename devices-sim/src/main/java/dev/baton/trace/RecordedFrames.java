package dev.baton.trace;

import dev.baton.engine.AccessMode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds frames in a recording: a flip, and what drew it. That is who wrote its buffers since they
 * were shown last; or, for a flip with explicit fences, whose fences these are.
 */
final class RecordedFrames {
    private final Map<String, Drawn> drawnInto = new HashMap<>();
    private final Map<String, Set<Set<String>>> buffersOf = new HashMap<>();

    /** By their fences, those of the last piece and of the one before. */
    private Map<FenceId, RecordedJob> before = Map.of();

    private Map<FenceId, RecordedJob> last = Map.of();

    /**
     * What was drawn for one frame.
     *
     * @param ring on which; null if by software
     * @param submitNanos when the first of it was submitted
     * @param startNanos when that began: on a ring, as soon as that took it
     * @param endNanos when the last of it was done
     */
    record Drawn(@Nullable String ring, long submitNanos, long startNanos, long endNanos) {
        static Drawn of(RecordedJob job) {
            long start = job.hasStart() ? job.startNanos() : job.submitNanos();
            return new Drawn(job.ring(), job.submitNanos(), start, job.signalNanos());
        }

        Drawn and(Drawn other) {
            return new Drawn(
                    ring == null ? other.ring : ring,
                    Math.min(submitNanos, other.submitNanos),
                    Math.min(startNanos, other.startNanos),
                    Math.max(endNanos, other.endNanos));
        }
    }

    /**
     * One frame.
     *
     * @param flip that showed it
     * @param drawn what drew it; null if the recording tells of nothing
     */
    record Frame(RecordedFlip flip, @Nullable Drawn drawn) {
        /** When the application began with it. */
        long arrivalNanos() {
            return drawn == null
                    ? flip.commitNanos()
                    : Math.min(drawn.submitNanos, flip.commitNanos());
        }

        /** When it was finished: by the time of its flip if nothing tells. */
        long endNanos() {
            return drawn == null ? flip.commitNanos() : drawn.endNanos;
        }
    }

    /** Those whose flip is in the piece, as committed. */
    List<Frame> take(Recording piece) {
        before = last;
        last = new HashMap<>();
        List<Frame> frames = new ArrayList<>();
        List<RecordedFlip> flips = new ArrayList<>(piece.flips());
        flips.sort(Comparator.comparingLong(RecordedFlip::commitNanos));
        int next = 0;
        for (RecordedFlip flip : flips) {
            while (next < piece.jobs().size()
                    && piece.jobs().get(next).submitNanos() <= flip.commitNanos()) {
                drawn(piece.jobs().get(next++));
            }
            frames.add(frame(flip));
        }
        while (next < piece.jobs().size()) {
            drawn(piece.jobs().get(next++));
        }
        return frames;
    }

    /** How many buffers a display's frames took in turn; one that shows one only could do with it. */
    int buffersOf(String display) {
        return Math.max(2, buffersOf.getOrDefault(display, Set.of()).size());
    }

    private void drawn(RecordedJob job) {
        last.put(job.fence(), job);
        for (RecordedJob.Use use : job.uses()) {
            if (use.mode() == AccessMode.EXCLUSIVE) {
                drawnInto.merge(use.buffer(), Drawn.of(job), Drawn::and);
            }
        }
    }

    private Frame frame(RecordedFlip flip) {
        Set<Set<String>> buffers =
                buffersOf.computeIfAbsent(nameOfDisplay(flip), name -> new HashSet<>());
        if (buffers.size() < Design.BUFFERS_MAX) {
            buffers.add(flip.buffers());
        }
        Drawn drawn = null;
        for (String buffer : flip.buffers()) {
            Drawn into = drawnInto.remove(buffer);
            if (into != null && !flip.explicit()) {
                drawn = drawn == null ? into : drawn.and(into);
            }
        }
        for (FenceId fence : flip.fences()) {
            RecordedJob job = last.getOrDefault(fence, before.get(fence));
            if (job != null) {
                drawn = drawn == null ? Drawn.of(job) : drawn.and(Drawn.of(job));
            }
        }
        return new Frame(flip, drawn);
    }

    static String nameOfDisplay(RecordedFlip flip) {
        return flip.crtc() == null ? "display" : flip.crtc();
    }
}
