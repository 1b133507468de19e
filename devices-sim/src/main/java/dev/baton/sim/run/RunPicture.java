package dev.baton.sim.run;

import dev.baton.engine.Job;
import dev.baton.trace.Timeline;
import dev.baton.trace.Timeline.Lane;
import dev.baton.trace.Timeline.Look;
import dev.baton.trace.Timeline.Slice;
import dev.baton.trace.Timeline.Vblank;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps what a picture of a run shows: who worked when, on which frame. It keeps the beginning of
 * the run, and costs a comparison afterwards.
 *
 * <p><b>Threading:</b> any thread.
 */
final class RunPicture {
    /** Slices and vblanks of one lane; what comes later is left out. */
    private static final int KEPT_MAX = 20_000;

    private final Map<String, List<Slice>> lanes = new LinkedHashMap<>();
    private final List<Vblank> vblanks = new ArrayList<>();
    private final long untilNanos;
    private final @Nullable Screenshots screenshots;
    private final @Nullable RunWatcher watcher;

    private @Nullable Mark first;

    /** Which display's vblanks are drawn: the first that had one. */
    private String clock = "";

    /** An empty picture; a run's watcher hears of everything that may be in it. */
    RunPicture(RunOptions options) {
        this.untilNanos = options.pictureNanos();
        this.screenshots = options.screenshots();
        this.watcher = options.watcher();
    }

    /** For one display; null if nobody wants to see what it shows. */
    @Nullable
    ScreenRecorder recorder(String display) {
        return screenshots == null ? null : new ScreenRecorder(display, screenshots);
    }

    /** Makes a lane, below those there are. */
    synchronized void lane(String name) {
        lanes.put(name, new ArrayList<>());
    }

    void placed(String stream, long iteration, Job job) {
        if (watcher != null) {
            watcher.placed(stream, iteration, job.id());
        }
    }

    void worked(String device, long iteration, long fromNanos, long toNanos) {
        if (watcher != null) {
            watcher.worked(device, iteration, fromNanos, toNanos);
        }
        if (fromNanos < untilNanos) {
            String text = Long.toString(iteration);
            slice(device, new Slice(fromNanos, toNanos, text, (int) iteration, Look.SOLID));
        }
    }

    void woke(String cpu, long iteration, long fromNanos, long toNanos) {
        if (watcher != null) {
            watcher.woke(cpu, iteration, fromNanos, toNanos);
        }
        if (fromNanos < untilNanos) {
            String text = "wakes for " + iteration;
            slice(cpu, new Slice(fromNanos, toNanos, text, Slice.NO_FAMILY, Look.SOLID));
        }
    }

    void showed(ShownFrame frame) {
        if (watcher != null) {
            watcher.showed(frame);
        }
        if (frame.isWrong()) {
            mark(new Mark(frame.fromNanos(), "frame " + frame));
        }
        if (frame.fromNanos() < untilNanos) {
            long iteration = frame.iteration();
            String text = iteration + (frame.torn() ? " torn" : frame.stale() ? " stale" : "");
            Look look = frame.isWrong() ? Look.WRONG : Look.SOLID;
            slice(
                    frame.display(),
                    new Slice(frame.fromNanos(), frame.toNanos(), text, (int) iteration, look));
        }
    }

    void vblank(String display, long nanos, boolean missed) {
        if (watcher != null) {
            watcher.vblank(display, nanos, missed);
        }
        if (nanos < untilNanos) {
            vblank(display, new Vblank(nanos, missed));
        }
    }

    private synchronized void vblank(String display, Vblank vblank) {
        if (clock.isEmpty()) {
            clock = display;
        }
        if (clock.equals(display) && vblanks.size() < KEPT_MAX) {
            vblanks.add(vblank);
        }
    }

    private synchronized void slice(String lane, Slice slice) {
        List<Slice> slices = lanes.computeIfAbsent(lane, name -> new ArrayList<>());
        if (slices.size() < KEPT_MAX) {
            slices.add(slice);
        }
    }

    /** Something is to be looked at; the earliest of all is kept. */
    synchronized void mark(Mark mark) {
        if (first == null || mark.nanos() < first.nanos()) {
            first = mark;
        }
    }

    synchronized @Nullable Mark first() {
        return first;
    }

    synchronized Timeline.Run run(String title) {
        List<Lane> drawn = new ArrayList<>();
        lanes.forEach((name, slices) -> drawn.add(new Lane(name, List.copyOf(slices))));
        return new Timeline.Run(title, drawn, List.copyOf(vblanks));
    }
}
