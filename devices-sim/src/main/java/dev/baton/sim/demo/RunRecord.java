package dev.baton.sim.demo;

import dev.baton.law.Laws;
import dev.baton.trace.Timeline;
import dev.baton.trace.Timeline.Lane;
import dev.baton.trace.Timeline.Look;
import dev.baton.trace.Timeline.Slice;
import dev.baton.trace.Timeline.Vblank;

import org.HdrHistogram.Histogram;

import java.util.ArrayList;
import java.util.List;

/** Notes what happens in a run, and makes figures and a picture of it. */
final class RunRecord {
    private static final int SIGNIFICANT_DIGITS = 4;

    private record Refresh(long nanos, boolean latched) {}

    private final Mode mode;
    private final List<Refresh> refreshes = new ArrayList<>();
    private final List<Slice> wakeups = new ArrayList<>();
    private int wakeupsOnPath;

    RunRecord(Mode mode) {
        this.mode = mode;
    }

    void vblank(long sequence, long nanos, boolean latched) {
        refreshes.add(new Refresh(nanos, latched));
    }

    void woke(String what, long eventNanos, long nanos) {
        wakeups.add(new Slice(eventNanos, nanos, what, Slice.NO_FAMILY, Look.SOLID));
    }

    /** The application, just woken for this frame, goes to work on it. */
    void handled(Frame frame) {
        if (frame.isOnItsWay()) {
            wakeupsOnPath++;
        }
    }

    RunReport report(List<Frame> frames, String eventHash, Laws laws, List<Picture> pictures) {
        Histogram micros = new Histogram(SIGNIFICANT_DIGITS);
        long tightestNanos = Long.MAX_VALUE;
        int torn = 0;
        int stale = 0;
        int rendered = 0;
        int presented = 0;
        for (Frame frame : frames) {
            rendered += frame.renderEndNanos == Frame.NOT_YET ? 0 : 1;
            presented += frame.latchNanos == Frame.NOT_YET ? 0 : 1;
            torn += frame.isTorn() ? 1 : 0;
            stale += frame.stale ? 1 : 0;
            long nanos = frame.latchNanos - frame.renderEndNanos;
            if (frame.renderEndNanos != Frame.NOT_YET && nanos >= 0) {
                micros.recordValue(nanos / 1_000);
                tightestNanos = Math.min(tightestNanos, nanos);
            }
        }
        List<Vblank> vblanks = judged();
        return new RunReport(
                mode,
                rendered,
                presented,
                torn,
                stale,
                wakeupsOnPath,
                micros,
                tightestNanos,
                (int) vblanks.stream().filter(Vblank::missed).count(),
                eventHash,
                laws,
                new Timeline.Run(mode.word(), lanes(frames), vblanks),
                pictures);
    }

    /** One frame is due per period, after the first flip and until the last one. */
    private List<Vblank> judged() {
        int first = 0;
        int last = -1;
        for (int i = refreshes.size() - 1; i >= 0; i--) {
            if (refreshes.get(i).latched()) {
                first = i;
                last = last < 0 ? i : last;
            }
        }
        List<Vblank> vblanks = new ArrayList<>();
        for (int i = 0; i < refreshes.size(); i++) {
            Refresh refresh = refreshes.get(i);
            boolean due = i > first && i < last;
            vblanks.add(new Vblank(refresh.nanos(), due && !refresh.latched()));
        }
        return vblanks;
    }

    private List<Lane> lanes(List<Frame> frames) {
        List<Slice> gpu = new ArrayList<>();
        List<Slice> display = new ArrayList<>();
        long endNanos = refreshes.get(refreshes.size() - 1).nanos() + Workload.PERIOD_NANOS;
        for (Frame frame : frames) {
            String name = Integer.toString(frame.number);
            gpu.add(new Slice(
                    frame.renderStartNanos, frame.renderEndNanos, name, frame.number, Look.SOLID));
            boolean last = frame.number + 1 == frames.size();
            long untilNanos = last ? endNanos : frames.get(frame.number + 1).latchNanos;
            Look look = frame.isTorn() || frame.stale ? Look.WRONG : Look.SOLID;
            String shown = frame.isTorn() ? name + " torn" : frame.stale ? name + " stale" : name;
            display.add(new Slice(frame.latchNanos, untilNanos, shown, frame.number, look));
        }
        return List.of(
                new Lane("application", wakeups),
                new Lane("gpu", gpu),
                new Lane("display", display));
    }
}
