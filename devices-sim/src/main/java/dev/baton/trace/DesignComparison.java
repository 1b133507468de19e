package dev.baton.trace;

import static dev.baton.trace.Recording.UNKNOWN;

import dev.baton.trace.FrameFigures.Shot;
import dev.baton.trace.RecordedFrames.Frame;
import dev.baton.trace.Timeline.Lane;
import dev.baton.trace.Timeline.Run;
import dev.baton.trace.Timeline.Slice;
import dev.baton.trace.Timeline.Vblank;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What another design would have done to a recording: its frames, as they were recorded, as the
 * engine brings them to the display by the recorded design, and as it does by another. To be given
 * to {@link RecordingReplay#run(java.io.InputStream, ReplayWatcher)}.
 *
 * @since 0.1
 */
public final class DesignComparison implements ReplayWatcher {
    private static final int VBLANKS_MAX = 2 * FrameFigures.KEPT_MAX;
    private static final int LANES_MAX = 4;

    private final Design design;
    private final RecordedFrames found = new RecordedFrames();
    private final FrameFigures recorded = new FrameFigures();
    private final Map<String, List<Vblank>> vblanks = new TreeMap<>();
    private @Nullable WhatIf asRecorded;
    private @Nullable WhatIf other;
    private FrameFigures asRecordedFigures = recorded;
    private FrameFigures otherFigures = recorded;
    private long beginNanos;
    private long endNanos;
    private long numbers;

    /**
     * A comparison with a recording that is about to be replayed.
     *
     * @param design the other one
     */
    public DesignComparison(Design design) {
        this.design = design;
    }

    @Override
    public void recorded(Recording piece) throws UnreadableTraceException {
        if (asRecorded == null || other == null) {
            beginNanos = piece.beginNanos();
            asRecorded = new WhatIf(Design.RECORDED, beginNanos);
            other = new WhatIf(design, beginNanos);
        }
        endNanos = piece.endNanos();
        List<Frame> frames = found.take(piece);
        frames.forEach(frame -> count(frame, piece.clockOf(frame.flip())));
        piece.clocks().forEach(this::keep);
        asRecorded.take(piece, frames, found);
        other.take(piece, frames, found);
    }

    private void count(Frame frame, @Nullable VblankClock clock) {
        recorded.frame(false);
        long latch = frame.flip().latchNanos();
        boolean late = latch != UNKNOWN
                && clock != null
                && clock.indexAt(latch) > WhatIfFrame.due(clock, frame.flip());
        if (latch != UNKNOWN) {
            recorded.shown(latch - frame.endNanos(), late);
        }
        recorded.keep(new Shot(
                RecordedFrames.nameOfDisplay(frame.flip()),
                numbers++,
                frame.arrivalNanos() - beginNanos,
                frame.endNanos() == Long.MAX_VALUE ? UNKNOWN : frame.endNanos() - beginNanos,
                latch == UNKNOWN ? UNKNOWN : latch - beginNanos,
                late));
    }

    private void keep(String display, VblankClock clock) {
        List<Vblank> kept = vblanks.computeIfAbsent(display, name -> new ArrayList<>());
        for (int i = clock.first() + kept.size(); i < clock.count(); i++) {
            if (kept.size() < VBLANKS_MAX && clock.first() == 0) {
                kept.add(new Vblank(clock.nanosOf(i) - beginNanos, false));
            }
        }
    }

    /** Ends both runs; to be called once, behind the replay. */
    public void end() {
        if (asRecorded != null && other != null) {
            asRecordedFigures = asRecorded.end();
            otherFigures = other.end();
        }
    }

    /** {@return the other design} */
    public Design design() {
        return design;
    }

    /** {@return what was recorded; nobody knows who was blocked, or what was dropped} */
    public FrameFigures recordedFigures() {
        return recorded;
    }

    /** {@return what the engine makes of it, by the recorded design} */
    public FrameFigures asRecordedFigures() {
        return asRecordedFigures;
    }

    /** {@return what it makes of it by the other} */
    public FrameFigures otherFigures() {
        return otherFigures;
    }

    /**
     * A picture of one display's first frames.
     *
     * @param lengthNanos how much time it shows, from a little before the first frame that goes
     *     another way
     * @return an SVG document
     */
    public String picture(long lengthNanos) {
        String display = recorded.shots.isEmpty() ? "" : recorded.shots.get(0).display();
        long from = Math.max(0, firstDifferenceNanos(display) - lengthNanos / 4);
        List<Vblank> lines = design.refreshHz() == Design.AS_RECORDED
                ? vblanks.getOrDefault(display, List.of())
                : List.of();
        List<Run> runs = List.of(
                run("recorded", recorded, display, vblanks.getOrDefault(display, List.of())),
                run(
                        "simulated, as recorded",
                        asRecordedFigures,
                        display,
                        vblanks.getOrDefault(display, List.of())),
                run("what if: " + words(), otherFigures, display, lines));
        String caption = "Colours and numbers are frames of " + display
                + "; grey lines are recorded vblanks, a red border is a frame shown late.";
        return TimelineSvg.draw(runs, caption, from, from + lengthNanos);
    }

    /**
     * The other design.
     *
     * @return in a few words
     */
    public String words() {
        String hz = design.refreshHz() % 1 == 0
                ? "" + (long) design.refreshHz()
                : "" + design.refreshHz();
        return design.policy().word()
                + (design.buffers() == Design.AS_RECORDED
                        ? ""
                        : ", " + design.buffers() + " buffers")
                + (design.refreshHz() == Design.AS_RECORDED ? "" : ", " + hz + " Hz");
    }

    private long firstDifferenceNanos(String display) {
        Map<Long, Long> latches = new TreeMap<>();
        shots(asRecordedFigures, display)
                .forEach(shot -> latches.put(shot.number(), shot.latchNanos()));
        return shots(otherFigures, display).stream()
                .filter(shot -> latches.containsKey(shot.number())
                        && latches.get(shot.number()) != shot.latchNanos())
                .mapToLong(Shot::startNanos)
                .filter(nanos -> nanos >= 0)
                .min()
                .orElse(0);
    }

    private static List<Shot> shots(FrameFigures of, String display) {
        return of.shots.stream().filter(shot -> shot.display().equals(display)).toList();
    }

    private static Run run(String title, FrameFigures of, String display, List<Vblank> lines) {
        List<Lane> lanes = new ArrayList<>();
        List<Shot> left = new ArrayList<>(shots(of, display));
        left.removeIf(shot -> shot.startNanos() < 0 || shot.endNanos() <= shot.startNanos());
        left.sort((a, b) -> Long.compare(a.startNanos(), b.startNanos()));
        while (!left.isEmpty() && lanes.size() < LANES_MAX) {
            lanes.add(new Lane(lanes.isEmpty() ? "drawn" : "", drawn(left)));
        }
        lanes.add(new Lane("shown", shown(shots(of, display))));
        return new Run(title, lanes, lines);
    }

    /** Takes those that do not overlap. */
    private static List<Slice> drawn(List<Shot> shots) {
        List<Slice> slices = new ArrayList<>();
        List<Shot> rest = new ArrayList<>();
        long free = 0;
        for (Shot shot : shots) {
            if (shot.startNanos() >= free) {
                slices.add(shot.drawn());
                free = shot.endNanos();
            } else {
                rest.add(shot);
            }
        }
        shots.clear();
        shots.addAll(rest);
        return slices;
    }

    private static List<Slice> shown(List<Shot> shots) {
        List<Shot> latched = new ArrayList<>(shots);
        latched.removeIf(shot -> shot.latchNanos() < 0);
        latched.sort((a, b) -> Long.compare(a.latchNanos(), b.latchNanos()));
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i + 1 < latched.size(); i++) {
            slices.add(latched.get(i).shownUntil(latched.get(i + 1).latchNanos()));
        }
        return slices;
    }
}
