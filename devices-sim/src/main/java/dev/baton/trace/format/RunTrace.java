package dev.baton.trace.format;

import dev.baton.event.Event;
import dev.baton.sim.run.RunWatcher;
import dev.baton.sim.run.ShownFrame;
import dev.baton.trace.text.FtraceEvent;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a run as it goes by: its jobs and queues, its devices, and the vblanks of its displays.
 *
 * <p>For any thread.
 */
public class RunTrace implements RunWatcher, Closeable {
    private static final String DEVICES = "devices";

    /** Above the tasks that stand for rings. */
    private static final int FIRST_TASK = 1_000_000;

    private final List<TraceSink> sinks;
    private final List<JobTrace> jobs = new ArrayList<>();

    private final Rows rows = new Rows(DEVICES);
    private final Map<String, Display> displays = new HashMap<>();
    private long lastNanos;

    /**
     * A trace of a run that begins.
     *
     * @param sinks each takes it whole; closed with this
     */
    public RunTrace(List<TraceSink> sinks) {
        this.sinks = List.copyOf(sinks);
        sinks.forEach(sink -> jobs.add(new JobTrace(sink)));
    }

    /** A display as the kernel numbers it. */
    private static final class Display {
        private final int crtc;
        private long vblanks;

        Display(int crtc) {
            this.crtc = crtc;
        }
    }

    /** Something to be written in each format. */
    private interface Writing {
        void to(TraceSink sink) throws IOException;
    }

    @Override
    public synchronized void on(Event event) {
        until(event.nanos());
        jobs.forEach(trace -> trace.on(event));
    }

    @Override
    public void worked(String device, long iteration, long fromNanos, long toNanos) {
        slice(device, fromNanos, toNanos, "frame " + iteration);
    }

    @Override
    public void woke(String cpu, long iteration, long fromNanos, long toNanos) {
        slice(cpu, fromNanos, toNanos, "wakes for frame " + iteration);
    }

    @Override
    public void showed(ShownFrame frame) {
        slice(frame.display(), frame.fromNanos(), frame.toNanos(), "frame " + frame);
    }

    @Override
    public synchronized void vblank(String display, long nanos, boolean missed) {
        Display of = displays.computeIfAbsent(display, name -> new Display(displays.size()));
        long seq = of.vblanks++;
        until(nanos);
        write(sink -> sink.ftrace(new FtraceEvent(
                0,
                display,
                FIRST_TASK + of.crtc,
                0,
                nanos,
                "drm_vblank_event",
                "crtc=" + of.crtc + ", seq=" + seq)));
        Lane lane = new Lane(DEVICES, display + " vblanks");
        String text = "vblank " + seq + (missed ? ", nothing new" : "");
        write(sink -> sink.slice(lane, nanos, nanos, text));
    }

    private synchronized void slice(String device, long fromNanos, long toNanos, String name) {
        until(toNanos);
        Lane lane = rows.free(device, fromNanos, toNanos);
        write(sink -> sink.slice(lane, fromNanos, toNanos, name));
    }

    private void until(long nanos) {
        lastNanos = Math.max(lastNanos, nanos);
    }

    private void write(Writing writing) {
        try {
            for (TraceSink sink : sinks) {
                writing.to(sink);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what is still going on, and completes the files. */
    @Override
    public synchronized void close() throws IOException {
        for (JobTrace trace : jobs) {
            trace.end(lastNanos);
        }
        for (TraceSink sink : sinks) {
            sink.close();
        }
    }
}
